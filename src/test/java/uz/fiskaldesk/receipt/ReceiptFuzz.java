package uz.fiskaldesk.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import uz.fiskaldesk.fuzz.Bounded;

/** Fuzzes the receipt reader: every text is accepted or refused without an exception. */
public final class ReceiptFuzz {
    private static final ReceiptReader READER = new ReceiptReader(Clock.systemUTC());
    private static final Bounded BOUNDED = new Bounded();

    private ReceiptFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        BOUNDED.run(() -> check(READER.read(new String(input, StandardCharsets.UTF_8))));
    }

    /** An accepted link is accepted again as the same receipt. */
    private static void check(ReceiptReading reading) {
        if (reading instanceof ReceiptReading.Accepted accepted) {
            FiscalReceipt receipt = accepted.receipt();
            if (!(READER.read(receipt.url()) instanceof ReceiptReading.Accepted again)
                    || !again.receipt().identity().equals(receipt.identity())) {
                throw new AssertionError("not the same receipt when it is read again: " + receipt.url());
            }
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "https://ofd.soliq.uz/check?t=UZ210317214371&r=2421&c=20261124115000&s=000000000001",
                        "https://ofd.soliq.uz/epi?t=LG420230630005&r=34671&c=20261124172310&s=508412345679",
                        "  HTTPS://OFD.SOLIQ.UZ/check?T=UZ210317214371&R=1&C=20261124115000&S=1  \n",
                        "реезыЖ..щавюыщдшй.гя.сруслЭеЫГЯ210317214371Ук",
                        "t=UZ210317214371 r=2421 c=20261124115000 s=000000000001",
                        "https://example.com/?t=1&r=2&c=3&s=4")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
