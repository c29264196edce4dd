package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk read}: prints the QR codes found in images. An unreadable image does not affect others. */
@CommandLine.Command(description = "${bundle:cli.help.read}")
final class ReadCommand implements Command {
    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "${bundle:cli.help.read.image}")
    private List<String> images = new ArrayList<>();

    @Option(names = "--json", description = "${bundle:cli.help.read.json}")
    private boolean json;

    @Mixin
    private Proposals proposals = new Proposals();

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        ReceiptReader receipts = services.receipts();
        Pictures pictures = new Pictures(receipts, services.clock());
        ExitCode worst = ExitCode.DONE;
        for (String image : images) {
            Path file = new Arguments(texts).path(image);
            switch (pictures.look(file)) {
                case Pictures.Seen.NoPicture none -> {
                    output.say(Pictures.refusal(none, file, texts));
                    if (json) {
                        output.json(ReadingJson.picture(image, null, null, 0, null));
                    }
                    worst = worst.or(ExitCode.REFUSED);
                }
                case Pictures.Seen.Texts seen -> worst = worst.or(show(image, seen, services, output));
            }
        }
        return worst;
    }

    /** Prints a line for each code, or one line if there is none. */
    private ExitCode show(String image, Pictures.Seen.Texts seen, Services services, Output output) {
        if (seen.texts().isEmpty()) {
            print(image, null, null, seen.millis(), services, output);
            return ExitCode.NO_RECEIPT;
        }
        ExitCode code = ExitCode.DONE;
        for (String text : seen.texts()) {
            FiscalReceipt receipt = services.receipts().read(text) instanceof ReceiptReading.Accepted accepted
                    ? accepted.receipt()
                    : null;
            print(image, text, receipt, seen.millis(), services, output);
            code = code.or(receipt == null ? ExitCode.NO_RECEIPT : ExitCode.DONE);
        }
        return code;
    }

    private void print(
            String image,
            @Nullable String text,
            @Nullable FiscalReceipt receipt,
            long millis,
            Services services,
            Output output) {
        Translations texts = services.translations();
        List<Proposal> found = proposals.of(receipt, null, services);
        if (json) {
            output.json(ReadingJson.picture(image, text, receipt, millis, proposals.areWanted() ? found : null));
        } else if (text == null) {
            output.result(texts.get("cli.picture.no-code", image));
        } else {
            output.result(texts.get(receipt == null ? "cli.picture.no-receipt" : "cli.picture.receipt", image, text));
            if (receipt != null) {
                proposals.print(found, services, output);
            }
        }
    }
}
