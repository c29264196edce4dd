package uz.fiskaldesk.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OnlyDeskTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @Test
    void aSecondProcessBringsTheFirstToTheFrontAndExits() throws Exception {
        try (SingleInstance first = claim().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(startAnotherProgram()).isEqualTo("empty");
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("to front");
            assertThat(startAnotherProgram()).isEqualTo("empty");
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("to front");
        }
    }

    @Test
    void aSecondDeskInTheSameProcessIsRefused() throws Exception {
        try (SingleInstance first = claim().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(claim()).isEmpty();
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("to front");
        }
    }

    @Test
    void onlyTheOwnerCanReadTheSocketAddress() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews())
                .as("this file system has no POSIX permissions")
                .contains("posix");
        try (SingleInstance first = claim().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("desk.door"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void closingReleasesTheFolder() throws Exception {
        claim().orElseThrow().close();
        assertThat(startAnotherProgram()).isEqualTo("present");
        claim().orElseThrow().close();
        assertThat(calls).isEmpty();
    }

    @Test
    void foldersAreIndependent() throws Exception {
        try (SingleInstance first = claim().orElseThrow();
                SingleInstance second = SingleInstance.claim(folder.resolve("new/training"), () -> {})
                        .orElseThrow()) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void aConnectionWithoutTheSecretIsIgnored() throws Exception {
        try (SingleInstance desk = claim().orElseThrow()) {
            assertThat(desk).isNotNull();
            say("0".repeat(32));
            say("");
            say("x".repeat(100_000));
            assertThat(calls).isEmpty();
            assertThat(claim()).isEmpty();
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("to front");
        }
    }

    @Test
    void aFailingCallbackDoesNotStopTheListener() throws Exception {
        Runnable failing = () -> {
            calls.add("failed");
            throw new IllegalStateException("no window yet");
        };
        try (SingleInstance desk = SingleInstance.claim(folder, failing).orElseThrow()) {
            assertThat(desk).isNotNull();
            assertThat(claim()).isEmpty();
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("failed");
            assertThat(claim()).isEmpty();
            assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("failed");
        }
    }

    @Test
    void aSecondDeskExitsEvenIfTheFirstDoesNotRespond() throws Exception {
        try (SingleInstance desk = claim().orElseThrow()) {
            assertThat(desk).isNotNull();
            Files.writeString(folder.resolve("desk.door"), "1\nx\n");
            assertThat(claim()).isEmpty();
            Files.writeString(folder.resolve("desk.door"), "");
            assertThat(claim()).isEmpty();
            Files.delete(folder.resolve("desk.door"));
            assertThat(claim()).isEmpty();
        }
    }

    private Optional<SingleInstance> claim() throws IOException {
        return SingleInstance.claim(folder, () -> calls.add("to front"));
    }

    private void say(String text) throws IOException {
        int port =
                Integer.parseInt(Files.readAllLines(folder.resolve("desk.door")).getFirst());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException hungUpOn) {
            // A socket that is closed early counts as no response.
            return;
        }
    }

    private String startAnotherProgram() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProgram.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return said;
    }

    /** A second instance of the desk in its own process. */
    static final class AnotherProgram {
        private AnotherProgram() {}

        public static void main(String[] args) throws IOException {
            Optional<SingleInstance> desk = SingleInstance.claim(Path.of(args[0]), () -> {});
            System.out.println(desk.isPresent() ? "present" : "empty");
            System.exit(0);
        }
    }
}
