package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.UnrecordedOutcomes;

/**
 * Stores outcomes that the ledger could not record yet, one small file each. The folder is on the till's own disk,
 * which is available when a shared list is not. Thread-safe: each outcome has its own file.
 */
public final class UnrecordedOutcomeFiles implements UnrecordedOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(UnrecordedOutcomeFiles.class);
    private static final String SUFFIX = ".json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    /** @param folder created when the first outcome is stored */
    public UnrecordedOutcomeFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void keep(UnrecordedOutcome outcome) {
        try {
            Files.createDirectories(folder);
            DurableFiles.replace(file(outcome), JSON.writeValueAsBytes(json(outcome)));
        } catch (IOException | JacksonException e) {
            LOG.error(
                    "the outcome of attempt {} could not be stored; only this process knows it",
                    outcome.attemptId(),
                    e);
        }
    }

    private Path file(UnrecordedOutcome outcome) {
        return folder.resolve(outcome.owner() + "-" + outcome.attemptId() + SUFFIX);
    }

    private static ObjectNode json(UnrecordedOutcome kept) {
        Answer answer = kept.outcome().answer();
        return JSON.createObjectNode()
                .put("owner", kept.owner())
                .put("attempt", kept.attemptId())
                .put("kind", OutcomeColumns.kind(kept.outcome()))
                .put("reason", OutcomeColumns.reason(kept.outcome()))
                .put("httpStatus", answer.httpStatus())
                .put("code", answer.code())
                .put("message", answer.message())
                .put("at", kept.at().toEpochMilli())
                .put("nextTryAt", RowMapping.millis(kept.nextTryAt()));
    }

    @Override
    public List<UnrecordedOutcome> all() {
        // Asked every second; nearly always there is nothing.
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<UnrecordedOutcome> all = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, file -> file.toString().endsWith(SUFFIX))) {
            for (Path file : files) {
                read(file).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("stored outcomes cannot be read in {}", folder, e);
        }
        return all;
    }

    private static Optional<UnrecordedOutcome> read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            JsonNode status = json.path("httpStatus");
            Answer answer =
                    new Answer(status.isNumber() ? status.intValue() : null, text(json, "code"), text(json, "message"));
            Outcome outcome = OutcomeColumns.outcome(json.required("kind").asString(), text(json, "reason"), answer);
            JsonNode next = json.path("nextTryAt");
            return Optional.of(new UnrecordedOutcome(
                    json.required("owner").asString(),
                    json.required("attempt").longValue(),
                    outcome,
                    Instant.ofEpochMilli(json.required("at").longValue()),
                    next.isNumber() ? Instant.ofEpochMilli(next.longValue()) : null));
        } catch (NoSuchFileException recordedByAnotherProcess) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be parsed and is left in place", file, e);
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode node = json.path(name);
        return node.isString() ? node.stringValue() : null;
    }

    @Override
    public void forget(UnrecordedOutcome outcome) {
        try {
            Files.deleteIfExists(file(outcome));
        } catch (IOException e) {
            LOG.debug("could not delete {}; recording the outcome again changes nothing", file(outcome), e);
        }
    }
}
