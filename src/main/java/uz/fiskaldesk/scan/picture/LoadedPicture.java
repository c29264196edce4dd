package uz.fiskaldesk.scan.picture;

/** What came of loading a picture. */
public sealed interface LoadedPicture {

    /** The picture can be read. */
    record Ready(Luminance picture) implements LoadedPicture {}

    /** It cannot; {@code detail} is for the log and names no content of the picture. */
    record Refused(Reason reason, String detail) implements LoadedPicture {}

    /** Why a picture was refused, for the words shown to the cashier. */
    enum Reason {
        /** The bytes are of no kind of picture that is known here. */
        NOT_A_PICTURE,
        /** More bytes or pixels than a picture of a receipt has; refused before it is decoded. */
        TOO_LARGE,
        /** The file cannot be opened, or the picture in it is damaged. */
        UNREADABLE
    }
}
