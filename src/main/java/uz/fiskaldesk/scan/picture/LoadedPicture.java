package uz.fiskaldesk.scan.picture;

import java.util.List;

/** What came of loading a picture. */
public sealed interface LoadedPicture {

    /**
     * The picture can be read.
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

    /** It cannot; {@code detail} is for the log and names no content of the picture. */
    record Refused(Reason reason, String detail) implements LoadedPicture {}

    /** Why a picture was refused, for the words shown to the cashier. */
    enum Reason {
        /** The bytes are of no kind of picture that is known here: a WebP or HEIC picture, a text, anything. */
        NOT_A_PICTURE,
        /** A document that only opens with a password. */
        LOCKED,
        /** More bytes or pixels than a picture of a receipt has; refused before it is decoded. */
        TOO_LARGE,
        /** The file cannot be opened, or the picture in it is damaged. */
        UNREADABLE
    }
}
