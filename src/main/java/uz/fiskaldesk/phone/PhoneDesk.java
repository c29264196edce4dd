package uz.fiskaldesk.phone;

import uz.fiskaldesk.support.Translations;

/** What the server for the phone needs of the desk. Called on threads of the server. */
public interface PhoneDesk {
    /**
     * What the desk says about a picture.
     *
     * @param taken whether a receipt was read and lies beside a payment now
     * @param sentence in the language of the desk
     */
    record Reply(boolean taken, String sentence) {}

    /** The texts in the language of the desk. */
    Translations texts();

    /** A phone has opened the link. */
    void paired();

    /**
     * Reads a picture and shows the result on the desk. Blocks for seconds.
     *
     * @param picture the content of a JPEG, PNG, GIF or BMP file
     */
    Reply read(byte[] picture) throws InterruptedException;
}
