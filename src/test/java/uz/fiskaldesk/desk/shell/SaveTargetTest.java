package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a report that is saved never replaces the program's own files, nor gets a name that says another format. */
class SaveTargetTest {
    private static final List<String> TABLES = List.of("*.xlsx", "*.csv", "*.json");

    @TempDir
    private Path folder;

    private SaveTarget target;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("data/updates"));
        Files.createDirectories(folder.resolve("lists"));
        target = new SaveTarget(folder.resolve("data"), folder.resolve("lists/shop.db"));
    }

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    @Test
    void ownFilesAreRefused() {
        for (String name : List.of(
                "data/settings.json",
                "data/ledger.db",
                "data/updates/state.json",
                "data/new.csv",
                "lists/shop.db",
                "lists/shop.db-wal.json",
                "elsewhere/../data/settings.json")) {
            assertThat(target.of(file(name), TABLES)).as(name).isEmpty();
        }
    }

    @Test
    void aNameWithoutAKnownExtensionGetsTheFirstOne() {
        assertThat(target.of(file("a.JSON"), TABLES)).contains(folder.resolve("a.JSON"));
        assertThat(target.of(file("a.csv"), TABLES)).contains(folder.resolve("a.csv"));
        assertThat(target.of(file("lists/a"), TABLES)).contains(folder.resolve("lists/a.xlsx"));
        assertThat(target.of(file("a.db"), TABLES)).contains(folder.resolve("a.db.xlsx"));
    }
}
