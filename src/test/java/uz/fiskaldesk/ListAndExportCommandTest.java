package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Tests {@code list} and {@code export}. */
class ListAndExportCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private Terminal terminal;

    @BeforeEach
    void setUp() throws Exception {
        terminal = new Terminal(folder.resolve("data"));
        Path file = Files.writeString(folder.resolve("three.csv"), """
                transaction_id,amount,paid_at,receipt,note
                %s,1000,2026-11-22T23:59:59,,=1+1
                %s,2000,2026-11-23T00:00,%s,
                %s,3000.50,2026-11-24T11:00,,
                """.formatted(
                        Payments.FIRST, Payments.SECOND, Payments.ANOTHER, Payments.THIRD));
        terminal.run("import", file.toString());
    }

    private List<String> ids(Terminal.Run run) {
        return run.lines().stream()
                .map(line -> line.replaceAll("(?s).*(a12f0000-[-0-9a-f]+).*", "$1"))
                .toList();
    }

    @Test
    void aCopyCanOnlyBeShownAndExported() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        Path other = Files.createDirectories(folder.resolve("other"));
        Path copy = Files.copy(folder.resolve("data/ledger.db"), other.resolve("ledger.db"));
        String url = "jdbc:sqlite:" + copy;
        byte[] before = Files.readAllBytes(copy);
        String file = folder.resolve("list.json").toString();
        for (String[] words : new String[][] {
            {"list", "--ledger", url},
            {"show", Payments.FIRST, "--ledger", url},
            {"export", "--format", "json", file, "--ledger", url}
        }) {
            Terminal.Run run = terminal.run(words);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(words[0].equals("export") ? Files.readString(Path.of(file)) : run.out())
                    .contains(Payments.FIRST);
            assertThat(run.err()).contains("is a copy or an older state").contains("It is only shown");
        }
        for (String[] words : new String[][] {
            {"add", Payments.SECOND, "--ledger", url},
            {"confirm", Payments.FIRST, "--receipt", Payments.RECEIPT, "--ledger", url},
            {"retry", "--all", "--ledger", url}
        }) {
            terminal.run(words).refused(6, "is a copy or an older state");
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    }

    @Test
    void whatCannotBeReadIsLeftOutAndNamed() throws Exception {
        PostgresServer.run(
                SqliteLedger.urlOf(folder.resolve("data/ledger.db")),
                "UPDATE payment SET provider = 'zzz' WHERE transaction_id = '" + Payments.SECOND + "'");
        Path file = folder.resolve("list.csv");
        for (String[] words : new String[][] {
            {"list"}, {"export", "--format", "csv", file.toString()}, {"shift"}, {"shift", "--close"}
        }) {
            Terminal.Run run = terminal.run(words);
            assertThat(run.code()).as(String.join(" ", words)).isEqualTo(7);
            assertThat(run.err()).contains(Payments.SECOND, "left out, because it cannot be read");
        }
        assertThat(file).content().contains(Payments.FIRST, Payments.THIRD).doesNotContain(Payments.SECOND);
    }

    @Test
    void theNewestIsFirst() {
        assertThat(ids(terminal.run("list", "--json").done()))
                .containsExactly(Payments.THIRD, Payments.SECOND, Payments.FIRST);
        assertThat(ids(terminal.run("list").done())).containsExactly(Payments.THIRD, Payments.SECOND, Payments.FIRST);
    }

    @Test
    void stateNamesIgnoreCase() {
        assertThat(ids(terminal.run("list", "--json", "--state", "READY").done()))
                .containsExactly(Payments.SECOND);
        assertThat(ids(terminal.run("list", "--json", "--state=pending", "--state=set-aside")
                        .done()))
                .containsExactly(Payments.THIRD, Payments.FIRST);
        assertThat(terminal.run("list", "--json", "--state", "CONFIRMED").done().out())
                .isEmpty();
        terminal.run("list", "--state", "CONFIRMED").refused(0, "No payments");
        terminal.run("list", "--state", "failed").refused(2, "There is no state failed; it is PENDING,");
    }

    @Test
    void aClosedPipeEndsTheListSilently() {
        PrintWriter gone = new PrintWriter(new Writer() {
            @Override
            public void write(char[] chars, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        Terminal.Run run = terminal.into(
                gone, "list", "--json", "--data-dir", terminal.folder.path().toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void anUnknownPaymentCannotBeShown() {
        terminal.run("show", Samples.id(99).text()).refused(2, "is not on the list");
        terminal.run("show", "99").refused(2, "The transaction ID 99 is not a UUID");
    }

    @Test
    void exportsEveryFormat() throws Exception {
        for (String format : List.of("csv", "xlsx", "json")) {
            Path file = elsewhere.resolve("out." + format);
            assertThat(terminal.run("export", "--format", format, file.toString())
                            .done()
                            .out())
                    .isEqualTo("Payments written to " + file + ": 3\n");
            Terminal other = new Terminal(folder.resolve("from-" + format));
            assertThat(other.run("import", file.toString()).out()).contains("taken 3, known already 0, refused 0");
        }
        assertThat(Files.readString(elsewhere.resolve("out.csv")))
                .contains("'=1+1")
                .contains("3000.50");
    }

    @Test
    void daysStartAtMidnightInTashkent() throws Exception {
        assertThat(exported("--from", "2026-11-23", "--to", "2026-11-23"))
                .contains(Payments.SECOND)
                .doesNotContain(Payments.FIRST, Payments.THIRD);
        assertThat(exported("--to", "22.11.2026")).contains(Payments.FIRST).doesNotContain(Payments.SECOND);
        assertThat(exported("--from", "2026-11-24")).contains(Payments.THIRD).doesNotContain(Payments.SECOND);
        assertThat(exported("--from", "2027-01-01")).isEqualTo("[]\n");
    }

    private String exported(String... days) throws IOException {
        Path file = elsewhere.resolve("days.json");
        List<String> words = new ArrayList<>(List.of("export", "--force", "--format", "json", file.toString()));
        words.addAll(List.of(days));
        terminal.run(words.toArray(String[]::new)).done();
        return Files.readString(file);
    }

    @Test
    void refusesInvalidArgumentsAndKeepsTheFile() throws Exception {
        Path file = Files.writeString(elsewhere.resolve("mine.csv"), "mine");
        String name = file.toString();
        terminal.run("export", "--format", "pdf", name).refused(2, "no format pdf");
        terminal.run("export", "--format", "csv", "--from", "tomorrow", name).refused(2, "The day tomorrow");
        terminal.run("export", "--format", "csv", "--from", "2026-02-30", name).refused(2, "The day 2026-02-30");
        terminal.run("export", "--format", "csv", "--from", "", name).refused(2, "The day");
        terminal.run("export", "--format", "csv", "--from", "2026-11-24", "--to", "2026-11-23", name)
                .refused(2, "The first day 2026-11-24 is after the last day 2026-11-23");
        assertThat(Files.readString(file)).isEqualTo("mine");
        terminal.run(
                        "export",
                        "--format",
                        "csv",
                        elsewhere.resolve("nowhere/x.csv").toString())
                .refused(2, "cannot be written");
        terminal.run("export", "--format", "csv", elsewhere.toString()).refused(2, "already");
        terminal.run("export", "--format", "csv", "--force", elsewhere.toString())
                .refused(2, "already");
    }

    @Test
    void theProgramsOwnFilesAreNotOverwritten() throws Exception {
        Path data = terminal.folder.path().toRealPath();
        byte[] ledger = Files.readAllBytes(data.resolve("ledger.db"));
        List<Path> own = new ArrayList<>(List.of(
                data.resolve("ledger.db"),
                data.resolve("new.csv"),
                data.resolve("backups/ledger-20261124-090000.db"),
                data.resolve("logs/../settings.json")));
        try {
            own.add(Files.createSymbolicLink(elsewhere.resolve("file-link"), data.resolve("ledger.db")));
            own.add(Files.createSymbolicLink(elsewhere.resolve("folder-link"), data)
                    .resolve("ledger.db-wal"));
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            // On such a file system the file cannot be used at all.
        }
        for (Path file : own) {
            for (String force : List.of("--lang=en", "--force")) {
                terminal.run("export", "--format", "csv", force, file.toString())
                        .refused(2, "is among FiskalDesk's own files");
            }
        }
        assertThat(data.resolve("ledger.db")).hasBinaryContent(ledger);
    }

    @Test
    void aLedgerOutsideTheDataFolderIsNotOverwritten() {
        String ledger = "jdbc:sqlite:" + elsewhere.resolve("list.db");
        terminal.run("add", Payments.FIRST, "--ledger", ledger).done();
        for (String name : List.of("list.db", "list.db-wal", "list.db.home", "backups/x.csv")) {
            terminal.run(
                            "export",
                            "--format",
                            "csv",
                            "--force",
                            "--ledger",
                            ledger,
                            elsewhere.resolve(name).toString())
                    .refused(2, "is among FiskalDesk's own files");
        }
        terminal.run(
                        "export",
                        "--format",
                        "csv",
                        "--ledger",
                        ledger,
                        elsewhere.resolve("payments.csv").toString())
                .done();
    }

    @Test
    void anExistingFileIsReplacedOnlyWithForce() throws Exception {
        Path mine = Files.writeString(elsewhere.resolve("mine.csv"), "mine");
        terminal.run("export", "--format", "csv", mine.toString()).refused(2, "already");
        assertThat(mine).hasContent("mine");
        terminal.run("export", "--format", "csv", "--force", mine.toString()).done();
        assertThat(Files.readString(mine)).contains(Payments.FIRST);
    }

    @Test
    void anEmptyNameIsRefused() {
        terminal.run("export", "--format", "csv", "").refused(2, "");
    }
}
