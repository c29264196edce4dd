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

    /** QR codes, but none of a receipt. */
    record NoReceipt() implements PictureReading {}

    record NoCode() implements PictureReading {}

    /** The file is not a picture or cannot be read. */
    record NoPicture(String name) implements PictureReading {}

    /** The document is protected by a password. */
    record Locked(String name) implements PictureReading {}

    record TooLarge(String name) implements PictureReading {}
}
