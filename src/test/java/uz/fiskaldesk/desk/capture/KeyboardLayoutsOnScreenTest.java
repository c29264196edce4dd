package uz.fiskaldesk.desk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/**
 * Tests scans on an X display with a keyboard layout other than US. The keys are pressed by their codes, as a scanner
 * does. The receipt must be read and the field must stay unchanged.
 */
@Tag("xvfb")
class KeyboardLayoutsOnScreenTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    /** The rows of a keyboard, and the X code of the first key of each. */
    private static final Map<String, Integer> ROWS =
            Map.of("1234567890-=", 10, "qwertyuiop[]", 24, "asdfghjkl;'", 38, "zxcvbnm,./", 52);

    private static final String SHIFTED = ":;?/&7UuZz";
    private static final int SHIFT = 50;
    private static final int ENTER = 36;

    private Process screen;
    private String display = "";

    @BeforeEach
    void startScreen() throws IOException, InterruptedException {
        for (String program : List.of("xdotool", "setxkbmap")) {
            assumeTrue(runs(program, "-version"), program + " is not installed");
        }
        try {
            screen = new ProcessBuilder("Xvfb", "-noreset", "-displayfd", "1", "-screen", "0", "800x600x24")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "Xvfb is not installed");
            throw e;
        }
        BufferedReader said = screen.inputReader(StandardCharsets.US_ASCII);
        display = ":" + said.readLine();
    }

    @AfterEach
    void endScreen() throws InterruptedException {
        if (screen != null) {
            screen.destroy();
            screen.waitFor();
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    private void onDisplay(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("DISPLAY", display);
        assertThat(builder.start().waitFor()).as("%s", command).isZero();
    }

    /** Presses the keys of a US keyboard by their codes, 8 ms each. */
    private static List<String> keys(String text) {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        for (int i = 0; i < text.length(); i++) {
            int shifted = SHIFTED.indexOf(text.charAt(i));
            boolean shift = shifted >= 0 && shifted % 2 == 0;
            char key = shift ? SHIFTED.charAt(shifted + 1) : text.charAt(i);
            if (shift) {
                command.addAll(List.of("keydown", Integer.toString(SHIFT)));
            }
            command.addAll(List.of("key", "--delay", "8", Integer.toString(code(key))));
            if (shift) {
                command.addAll(List.of("keyup", Integer.toString(SHIFT)));
            }
        }
        command.addAll(List.of("key", Integer.toString(ENTER)));
        return command;
    }

    private static int code(char key) {
        return ROWS.entrySet().stream()
                .filter(row -> row.getKey().indexOf(key) >= 0)
                .mapToInt(row -> row.getValue() + row.getKey().indexOf(key))
                .findFirst()
                .orElseThrow();
    }

    /** The German layout has a dead key at the position of the equals sign. */
    @ParameterizedTest
    @CsvSource({"ru, реезыЖ..", "kz, реезыЖ№№", "tr, httpsŞ..", "fr, httpsM!!", "de, httpsÖ--"})
    void aReceiptIsReadInThisLayout(String layout, String beginning) throws Exception {
        onDisplay(List.of("setxkbmap", layout));
        try (ChildJvm child = ChildJvm.start(
                ScannedWindow.class,
                List.of("-Dglass.platform=gtk", "-Dprism.order=sw"),
                Map.of("DISPLAY", display, "GDK_BACKEND", "x11"))) {
            child.await("focused");

            onDisplay(keys(RECEIPT));

            String typed = child.await("scanned");
            assertThat(typed).startsWith(beginning);
            assertThat(new ReceiptReader(Clock.systemUTC()).read(typed))
                    .isInstanceOfSatisfying(ReceiptReading.Accepted.class, accepted -> {
                        assertThat(accepted.text()).isEqualTo(RECEIPT);
                        assertThat(accepted.layoutRepaired()).isTrue();
                    });
            assertThat(child.await("field")).isEqualTo("<>");
        }
    }
}
