package uz.fiskaldesk.scan.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * The reader of FiskalDesk, with a deadline for each picture.
 *
 * @param clock of the deadline, nanoseconds
 */
record OurContender(String name, QrReader reader, Duration deadline, LongSupplier clock) implements Contender {
    @Override
    public Answer read(Luminance picture) {
        Reading reading = reader.read(picture, Deadline.in(deadline, clock));
        List<DecodedCode> codes = reading.wanted();
        return codes.isEmpty()
                ? Answer.NOTHING
                : new Answer(
                        codes.stream().map(DecodedCode::text).toList(),
                        codes.getFirst().decoder());
    }
}
