package uz.fiskaldesk.intake;

import java.nio.file.Path;
import uz.fiskaldesk.payment.Providers;

/** A process with little memory that reads files as an import does, and says what came of each. */
final class BombsChild {
    private BombsChild() {}

    public static void main(String[] files) {
        for (String file : files) {
            System.out.println(Path.of(file).getFileName() + ": " + outcome(Path.of(file)));
        }
    }

    private static String outcome(Path path) {
        Counting counting = new Counting();
        try (PaymentFile file = PaymentFile.open(path)) {
            file.rows(ColumnMapping.NONE).read(counting);
            return counting.good + " rows";
        } catch (ImportFileException e) {
            return e.reason().name();
        } catch (OutOfMemoryError e) {
            return "out of memory";
        }
    }

    private static final class Counting implements RowSink {
        private long good;

        @Override
        public void row(long line, PaymentFields fields) {
            good += fields.check(Providers.DEFAULT) instanceof PaymentFields.Checked.Good ? 1 : 0;
        }

        @Override
        public void broken(long line, FieldProblem why) {}

        @Override
        public void ignored(String column) {}
    }
}
