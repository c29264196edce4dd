package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.confirm.UnrecordedOutcomes.UnrecordedOutcome;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.UnrecordedOutcomeFiles;

/** Tests that other users can neither read nor change the files that the program creates. */
@NullUnmarked
class PrivateUmaskTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void notYetMade() {
        data = folder.resolve("shop/data");
    }

    private boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** With a umask that leaves all rights to everybody, and without the launchers, which set another one. */
    private void run(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "umask 000; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream said = process.getInputStream()) {
            String all = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(all).isZero();
        }
    }

    private void assertOwnerOnly(Path root) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.toList()) {
                TreeSet<PosixFilePermission> permissions = new TreeSet<>(Files.getPosixFilePermissions(one));
                if (permissions.stream().anyMatch(each -> !each.name().startsWith("OWNER"))) {
                    open.add(PosixFilePermissions.toString(permissions) + " " + root.relativize(one));
                }
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void allCommandsCreatePrivateFiles() throws Exception {
        if (!isPosix()) {
            return;
        }
        run(Main.class, "--data-dir", data.toString(), "add", Payments.FIRST);
        run(
                Main.class,
                "--data-dir",
                data.toString(),
                "export",
                "--format",
                "csv",
                folder.resolve("shop/out.csv").toString());

        assertThat(data.resolve("ledger.db")).isNotEmptyFile();
        assertThat(data.resolve("logs/fiskaldesk.log")).exists();
        assertOwnerOnly(folder.resolve("shop"));
    }

    /** Creates the files that are only created during operation. */
    static final class Everything {
        private Everything() {}

        public static void main(String[] args) throws Exception {
            PrivateUmask.apply();
            Path data = Path.of(args[0]);
            LedgerFile file = new LedgerFile(SqliteLedger.urlOf(data.resolve("ledger.db")));
            try (SqliteLedger ledger = file.open(Instant.now()).ledger()) {
                ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(uz.fiskaldesk.confirm.Act.Kind.ADDED));
                file.backUpDaily(Instant.now());
                new UnrecordedOutcomeFiles(data.resolve("unrecorded"))
                        .keep(new UnrecordedOutcome("owner", 1, Samples.confirmed(), Instant.now(), null));
                // These files exist only while the processes run.
                Files.copy(data.resolve("ledger.db-wal"), data.resolve("log-copy"));
            }
            file.restore(null, "Nodira", Instant.now(), false);
        }
    }

    @Test
    void backupsAndUnrecordedOutcomesArePrivate() throws Exception {
        if (!isPosix()) {
            return;
        }
        run(Everything.class, data.toString());

        assertThat(data.resolve("backups")).isNotEmptyDirectory();
        assertThat(data.resolve("unrecorded")).isNotEmptyDirectory();
        assertOwnerOnly(folder.resolve("shop"));
    }
}
