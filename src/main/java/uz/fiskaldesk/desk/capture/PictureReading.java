package uz.fiskaldesk.desk.capture;

import java.util.List;

/** The result of searching pictures for a receipt. */
public sealed interface PictureReading {
    /** One QR code with this text. */
    record Text(String text) implements PictureReading {}

    /** The links of several different receipts. */
    record Several(List<String> texts) implements PictureReading {
        public Several {
            texts = List.copyOf(texts);
        }
    }

    /** No receipt can be read. */
    sealed interface Unusable extends PictureReading {}

    /** QR codes, but none of a receipt. */
    record NoReceipt() implements Unusable {}

    record NoCode() implements Unusable {}

    /** The file is not a picture or cannot be read. */
    record NoPicture(String name) implements Unusable {}

    /** The document is protected by a password. */
    record Locked(String name) implements Unusable {}

    record TooLarge(String name) implements Unusable {}
}
