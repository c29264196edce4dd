package uz.fiskaldesk.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has to be remembered between runs. A file that cannot be read counts as empty: the only consequences are an
 * additional check and a question that is asked once more.
 *
 * @param checkedAt the last automatic check, successful or not
 * @param signedAt the newest manifest that was accepted; older ones are replays
 * @param postponedAt when a person chose "later"
 */
record UpdateState(
        @Nullable Instant checkedAt,
        @Nullable Instant signedAt,
        @Nullable Instant postponedAt) {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateState.class);
    private static final UpdateState EMPTY = new UpdateState(null, null, null);
    private static final JsonMapper JSON = new JsonMapper();

    static UpdateState read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), UpdateState.class);
        } catch (NoSuchFileException e) {
            return EMPTY;
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read", file, e);
            return EMPTY;
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, JSON.writeValueAsBytes(this));
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    UpdateState checked(Instant now) {
        return new UpdateState(now, signedAt, postponedAt);
    }

    UpdateState accepted(Instant newSignedAt) {
        return new UpdateState(checkedAt, newSignedAt, postponedAt);
    }

    UpdateState postponed(Instant now) {
        return new UpdateState(checkedAt, signedAt, now);
    }
}
