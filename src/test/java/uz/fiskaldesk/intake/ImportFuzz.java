package uz.fiskaldesk.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;

/** Any file at all given to the import: CSV, JSON, JSON Lines, XLSX, or something that pretends to be one of them. */
public final class ImportFuzz {
    private static final ReceiptReader READER = new ReceiptReader(Clock.systemUTC());
    private static final Bounded BOUNDED = new Bounded(Duration.ofSeconds(2), 500);

    private ImportFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        BOUNDED.run(() -> read(input));
    }

    /** Reads a file as an import does. */
    static void read(byte[] bytes) {
        try (PaymentFile file = PaymentFile.in(bytes)) {
            file.rows(ColumnMapping.NONE).read(new Checking());
        } catch (ImportFileException e) {
            // The expected result for most inputs.
            if (e.reason() == null) {
                throw new AssertionError("refused without a reason", e);
            }
        }
    }

    public static List<byte[]> seeds() throws IOException {
        String id = "a12f0000-0000-4000-8000-000000000001";
        List<byte[]> seeds = new ArrayList<>(Stream.of(
                        "transaction_id,amount,paid_at,receipt\n" + id + ",125000.50,2026-11-24T14:02:11,\n",
                        "transaction_id;amount;phone;card;note\r\n" + id
                                + ";\"125 000,5\";+998 94 653 21 40;8600;\"a;b\"",
                        "[{\"transaction_id\":\"" + id + "\",\"amount\":125000,\"note\":null,\"x\":[{}]}]",
                        "{\"transaction_id\":\"" + id + "\",\"amount\":\"1e5\"}\n{\"transaction_id\":1}\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
        seeds.add(workbook(id));
        return seeds;
    }

    private static byte[] workbook(String id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "FiskalDesk", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("1");
            sheet.value(0, 0, "transaction_id");
            sheet.value(0, 1, "amount");
            sheet.inlineString(1, 0, id);
            sheet.value(1, 1, 125_000.5);
        }
        return bytes.toByteArray();
    }

    /** Does to each row what an import does, but for the ledger. */
    private static final class Checking implements RowSink {
        @Override
        public void row(long line, PaymentFields fields) {
            switch (fields.check(Providers.DEFAULT)) {
                case PaymentFields.Checked.Good good -> {
                    if (good.payment().transactionId().key().isEmpty()) {
                        throw new AssertionError("a payment without an id");
                    }
                }
                case PaymentFields.Checked.Bad bad -> {
                    if (bad.problems().isEmpty()) {
                        throw new AssertionError("refused without a reason");
                    }
                }
            }
            String receipt = fields.text(PaymentField.RECEIPT);
            if (!receipt.isEmpty()) {
                READER.read(receipt);
            }
        }

        @Override
        public void broken(long line, FieldProblem why) {}

        @Override
        public void ignored(String column) {}
    }
}
