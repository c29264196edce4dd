package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/**
 * Tests that every page is readable and touchable: no truncated text, no weak contrast, no small touch targets. The
 * headless screen is 1280 pixels wide, so larger windows must be checked manually.
 */
class AppearanceTest extends EveryScreen {
    @ParameterizedTest
    @CsvSource({
        "UZBEK, LIGHT, 1366, 768",
        "UZBEK_CYRILLIC, LIGHT, 1024, 600",
        "RUSSIAN, DARK, 1280, 800",
        "ENGLISH, DARK, 1024, 600",
        "RUSSIAN, LIGHT, 800, 600",
        "UZBEK, DARK, 683, 384",
    })
    void everyPageIsReadableAndTouchable(Language language, Theme theme, double width, double height)
            throws IOException {
        sessions.save(sessions.settings().withLanguage(language).withTheme(theme));
        lookAtEverything(width, height);
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UZBEK, LIGHT, 1024, 600",
        "UZBEK_CYRILLIC, DARK, 1024, 600",
        "RUSSIAN, DARK, 1280, 800",
        "ENGLISH, LIGHT, 1366, 768",
    })
    void theSampleReceiptsAreReadableAndTouchable(Language language, Theme theme, double width, double height) {
        sessions.save(sessions.settings().withLanguage(language).withTheme(theme));
        sessions.train(new BlankReceipts());
        open(width, height);
        sessions.ledger().add(payment(1), null, act());
        until("the payment is listed", () -> model().list().rows().size() == 1);
        press(KeyCode.F8);
        untilShown("#sample-own-take");
        assertThat(onWindow(() -> find("#sample-own-take").orElseThrow().isFocused()))
                .as("Enter takes the receipt of the selected payment")
                .isTrue();
        lookAt("samples");
        assertThat(complaints).isEmpty();
    }

    private record BlankReceipts() implements SampleReceipts {
        @Override
        public Optional<BufferedImage> receiptOf(TransactionId id) {
            return Optional.of(new BufferedImage(384, 520, BufferedImage.TYPE_BYTE_GRAY));
        }

        @Override
        public List<Lesson> lessons() {
            BufferedImage picture = new BufferedImage(384, 520, BufferedImage.TYPE_BYTE_GRAY);
            return Stream.of("other-till", "old", "torn", "no-receipt")
                    .map(lesson -> new Lesson("training.lesson." + lesson, picture))
                    .toList();
        }

        @Override
        public Path writeAll() {
            throw new UnsupportedOperationException("nothing is written here");
        }
    }

    @Test
    void anEmptyListSaysWhyAndWhatToDo() {
        open(1024, 600);
        untilText("#empty-text", "no payment yet");
        untilShown("#empty-add");
        lookAt("no payment");
        sessions.ledger().add(payment(1), null, act());
        untilRowSays(1, "Pending");
        robot.clickOn("#filter-rejected");
        untilText("#empty-text", "No payment is rejected");
        assertThat(isShown("#empty-add")).isFalse();
        lookAt("none rejected");
        assertThat(complaints).isEmpty();
    }

    @Override
    void lookAt(String what) {
        org.testfx.util.WaitForAsyncUtils.waitForFxEvents(1);
        complaintsWhenSettled().forEach(complaint -> complaints.add(what + ": " + complaint));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aRingShowsTheFocusedControl(Theme theme) {
        sessions.save(sessions.settings().withTheme(theme));
        openWith(1);
        untilFocused("link");
        for (Page page : List.of(Page.RECEIPT, Page.SETTINGS)) {
            onWindow(() -> {
                if (page == Page.SETTINGS) {
                    model().settings().open(sessions::settings);
                }
                return null;
            });
            for (int i = 0; i < 24; i++) {
                press(KeyCode.TAB);
                onWindow(() -> {
                    stage().getScene().getRoot().applyCss();
                    return null;
                });
                assertThat(onWindow(() -> stage().getScene().getFocusOwner()))
                        .as("after %d tabs on %s", i, page)
                        .matches(node -> node != null && isSeen(node) && node.isFocusVisible())
                        .matches(
                                node -> node instanceof ListView<?>
                                        || AccessibilityCheck.hasFocusRing(
                                                (Region) node, AccessibilityCheck.groundOf(node)),
                                "has a ring");
            }
        }
    }
}
