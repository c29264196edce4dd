package uz.fiskaldesk.desk.phone;

import java.net.URI;
import uz.fiskaldesk.desk.common.LocalizedText;

/** Whether a phone can send pictures now. */
public sealed interface PhoneState {
    /** The settings do not switch it on. */
    record Off() implements PhoneState {}

    /** The page is not open, so the desk does not listen. */
    record Closed() implements PhoneState {}

    record Starting() implements PhoneState {}

    /** This computer is in no local network. */
    record NoNetwork() implements PhoneState {}

    record Failed(LocalizedText why) implements PhoneState {}

    /**
     * The desk waits for a phone.
     *
     * @param link the one-time link, shown as a QR code
     */
    record Waiting(URI link) implements PhoneState {}

    /** A phone has opened the link, or is remembered. */
    record Paired() implements PhoneState {}
}
