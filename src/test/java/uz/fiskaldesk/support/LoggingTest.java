package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingTest.class);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ch.qos.logback.classic.Logger ours = context.getLogger("uz.fiskaldesk");
    private final ch.qos.logback.classic.Level rootLevel = root.getLevel();

    @TempDir
    private Path folder;

    @AfterEach
    void logAsBefore() {
        Appender<ILoggingEvent> file = root.getAppender("file");
        if (file != null) {
            file.stop();
            root.detachAppender(file);
        }
        root.setLevel(rootLevel);
        ours.setLevel(null);
    }

    @Test
    void writesToAFileAndCreatesTheFolder() throws Exception {
        Logging.toFolder(folder.resolve("data/logs"));
        LOG.info("ʻ Ўзбекча");
        assertThat(log("data/logs"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("ʻ Ўзбекча")
                .contains("INFO");
    }

    @Test
    void logsOnlyTheProgramsOwnInfoMessages() throws Exception {
        Logging.toFolder(folder);
        LOG.debug("ours, in detail");
        LOG.info("ours");
        Logger library = LoggerFactory.getLogger("com.example.library");
        library.info("a library's");
        library.warn("a library's trouble");
        assertThat(log("")).hasSize(2);
    }

    @Test
    void masksCustomerDataAlsoInStackTraces() throws Exception {
        Logging.toFolder(folder);
        LOG.warn("from {}", "998946532140", new IllegalStateException("card 8600140000003145"));
        String text = String.join("\n", log(""));
        assertThat(text)
                .contains("99894*****40", "8600 **** **** 3145", "\tat uz.fiskaldesk.support.LoggingTest")
                .doesNotContain("653", "0000");
    }

    @Test
    void doesNotFailIfTheFolderCannotBeCreated() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file where the folder should be");
        Logging.toFolder(taken.resolve("logs"));
        LOG.info("nowhere to go");
        assertThat(taken).hasContent("a file where the folder should be");
    }

    private List<String> log(String where) throws IOException {
        return Files.readAllLines(folder.resolve(where).resolve("fiskaldesk.log"));
    }
}
