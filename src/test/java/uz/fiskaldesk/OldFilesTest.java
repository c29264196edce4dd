package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Tests files that an earlier version, or somebody who copied them, left accessible to other users. */
@NullUnmarked
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights are those of the user's profile there")
class OldFilesTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Path open(Path path, String rights) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private Path openFile(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.writeString(file, name.startsWith("settings") ? "{}" : "x");
        }
        return open(file, "rw-rw-rw-");
    }

    private static List<String> lines(Terminal.Run run) {
        return run.lines().stream().filter(line -> line.startsWith("Files:")).toList();
    }

    @Test
    void theProgramsFilesAreRestrictedAtStart() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        List<Path> own = Stream.of(
                        "settings.json",
                        "settings.last-good.json",
                        "settings.json.bad-20250101-000000",
                        "ledger.db",
                        "ledger.db.damaged-20250101-000000",
                        "logs/fiskaldesk.log",
                        "logs/fiskaldesk.1.log.gz",
                        "backups/ledger-20250101-000000.db",
                        "unrecorded/1",
                        "owners/migration.lock")
                .map(name -> {
                    try {
                        return openFile(name);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        Path notOurs = openFile("notes.txt");
        Path notOursEither = openFile("backups/photos.zip");

        terminal.run("list").done();

        for (Path file : own) {
            assertThat(rights(file)).as("%s", file).isEqualTo("rw-------");
        }
        assertThat(rights(notOurs)).isEqualTo("rw-rw-rw-");
        assertThat(rights(notOursEither)).isEqualTo("rw-rw-rw-");
        assertThat(lines(terminal.run("check"))).isEmpty();
    }

    @Test
    void aLedgerOutsideTheDataFolderIsRestrictedToo() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        String ledger = SqliteLedger.urlOf(other.resolve("list.db"));
        terminal.run("add", Payments.FIRST, "--ledger", ledger).done();
        Path file = open(other.resolve("list.db"), "rw-r--r--");
        Path backup = openFile("other/backups/list-20250101-000000.db");
        // This command changes nothing. (Files created by the test's own process have permissions according to its
        // umask.)
        assertThat(lines(terminal.run("check", "--ledger", ledger)))
                .contains(
                        "Files: other users of this computer can read or change " + backup
                                + ". Take that right from them: chmod go-rwx " + backup,
                        "Files: other users of this computer can read or change " + file
                                + ". Take that right from them: chmod go-rwx " + file);

        terminal.run("list", "--ledger", ledger).done();

        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(backup)).isEqualTo("rw-------");
    }

    @Test
    void aWritableFolderIsReportedOnly() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        open(folder, "rwxrwx---");
        open(folder.resolve("owners"), "rwxrwxrwx");
        try {
            assertThat(lines(terminal.run("check")))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).endsWith("chmod go-w " + folder))
                    .anySatisfy(line -> assertThat(line).endsWith("chmod go-w " + folder.resolve("owners")));
            Files.setAttribute(folder, "unix:mode", 01777);
            assertThat(lines(terminal.run("check"))).hasSize(1);
        } finally {
            open(folder, "rwx------");
        }
        assertThat(rights(folder)).isEqualTo("rwx------");
    }
}
