package uz.fiskaldesk.desk.capture;

import java.util.List;

/** What came of looking for a receipt in a picture. */
public sealed interface PictureReading {
    /** One code with this text. */
    record Text(String text) implements PictureReading {}

    /** Several receipts that differ; their links. */
    record Several(List<String> texts) implements PictureReading {
        public Several {
            texts = List.copyOf(texts);
        }
    }

    /** A QR code, but of no receipt. */
    record NoReceipt() implements PictureReading {}

    record NoCode() implements PictureReading {}

    /** Not a picture, or one that cannot be read. */
    record NoPicture(String name) implements PictureReading {}

    /** A document with a password. */
    record Locked(String name) implements PictureReading {}

    record TooLarge(String name) implements PictureReading {}
}
