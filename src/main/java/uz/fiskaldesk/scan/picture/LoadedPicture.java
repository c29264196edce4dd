package uz.fiskaldesk.scan.picture;

import java.util.List;

/** The result of loading a picture. */
public sealed interface LoadedPicture {

    /**
     * The picture was loaded.
     *
     * @param pages one picture, or the pages of a document; at least one
     */
    record Ready(List<Luminance> pages) implements LoadedPicture {
        public Ready {
            pages = List.copyOf(pages);
        }

        Ready(Luminance picture) {
            this(List.of(picture));
        }
    }

    /**
     * The picture was not loaded.
     *
     * @param detail for the log; contains nothing from the picture
     */
    record Refused(Reason reason, String detail) implements LoadedPicture {}

    /** Why a picture was refused. */
    enum Reason {
        /** Not a supported format: for example a WebP or HEIC picture, or text. */
        NOT_A_PICTURE,
        /** A document that requires a password. */
        LOCKED,
        /** More bytes or pixels than allowed; refused before decoding. */
        TOO_LARGE,
        /** The file cannot be opened or is damaged. */
        UNREADABLE
    }
}
