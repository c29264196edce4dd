package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import uz.fiskaldesk.desk.capture.ReceiptPictureReader;
import uz.fiskaldesk.desk.common.Page;

/** Tests that names of files and columns cannot look like other ones, whichever page shows them. */
class HostileFilesTest extends WindowTest {
    private static final String HOSTILE = "pay\u202egpj\u200b\n\u0007" + "я".repeat(90) + ".csv";

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files cannot have such names there")
    void namesAreShownWithoutControlCharactersAndCutOff() throws IOException {
        openWith(1);
        String header = "Ref\u202egnp" + "x".repeat(280) + ";Сумма\u200b\n";
        Path file = Files.writeString(folder.resolve(HOSTILE), header + id(1) + ";5\n");

        run(() -> model().droppedFiles().take(List.of(file, file)));
        assertNothingHostile(Page.DROPPED);
        run(() -> model().statement().check(file));
        assertNothingHostile(Page.STATEMENT);
        run(() -> model().statement().chooseColumns(file));
        assertNothingHostile(Page.COLUMNS);
        run(() -> model().imports().importFiles(List.of(file)));
        until("the import is done", () -> !model().imports().isRunning());
        assertNothingHostile(Page.IMPORTED);

        run(() -> {
            model().pages().back();
            ReceiptPictureReader pictures = model().pictures();
            model().pictureCapture().capture(() -> pictures.read(List.of(file)));
        });
        untilShown("#refusal");
        assertNothingHostile(Page.RECEIPT);
    }

    private static void run(Runnable action) {
        onWindow(() -> {
            action.run();
            return true;
        });
    }

    private void assertNothingHostile(Page page) {
        until("the page " + page, () -> model().pages().currentPage() == page);
        List<String> texts = onWindow(() -> stage().getScene().getRoot().lookupAll(".label").stream()
                .filter(Labeled.class::isInstance)
                .filter(WindowTest::isSeen)
                .map(label -> String.valueOf(((Labeled) label).getText()))
                .toList());
        assertThat(texts).anyMatch(text -> text.contains("gpj") || text.contains("яяя"));
        assertThat(texts)
                .as("%s", page)
                .allMatch(text -> text.codePoints()
                        .noneMatch(c -> Character.getType(c) == Character.FORMAT || (c < ' ' && c != '\n')))
                .allMatch(text -> text.length() < 500);
    }
}
