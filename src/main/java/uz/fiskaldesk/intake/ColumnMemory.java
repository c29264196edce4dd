package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers column mappings, one for each set of column names and each use of the file, in a file that a person can read and edit. A file that
 * cannot be read is put aside and reported in the log. Thread-safe.
 */
public final class ColumnMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnMemory.class);

    /** More sets of columns are not plausible; the oldest is forgotten. */
    private static final int MOST = 500;

    private static final long LONGEST_FILE = 4L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** What files with certain columns are used for. */
    public enum Use {
        /** Their payments are added to the list. */
        IMPORT(""),
        /** They are compared with the list. */
        STATEMENT("statement: ");

        /** Normalised names of columns contain no colon. */
        private final String prefix;

        Use(String prefix) {
            this.prefix = prefix;
        }

        private String keyOf(List<String> columns) {
            return prefix + ColumnMapping.keyOf(columns);
        }
    }

    private final Path file;

    public ColumnMemory(Path file) {
        this.file = file;
    }

    /**
     * The mapping for a file with these columns; {@link ColumnMapping#NONE} if none is remembered. A statement is also
     * understood as an import of the same columns was, but not the other way round.
     */
    public synchronized ColumnMapping mappingFor(Use use, List<String> columns) {
        Map<String, String> all = read();
        String text = all.getOrDefault(use.keyOf(columns), all.get(Use.IMPORT.keyOf(columns)));
        try {
            return text == null ? ColumnMapping.NONE : ColumnMapping.parse(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} has a mapping that is not understood: {}", file, e.getMessage());
            return ColumnMapping.NONE;
        }
    }

    /** What files with these columns are used for; empty if it is not known. */
    public synchronized Optional<Use> useOf(List<String> columns) {
        Map<String, String> all = read();
        boolean isImported = all.containsKey(Use.IMPORT.keyOf(columns));
        boolean isCompared = all.containsKey(Use.STATEMENT.keyOf(columns));
        return isImported == isCompared ? Optional.empty() : Optional.of(isImported ? Use.IMPORT : Use.STATEMENT);
    }

    /**
     * Remembers a mapping for files with these columns; an empty one is forgotten.
     *
     * @throws IOException if it cannot be stored
     */
    public synchronized void remember(Use use, List<String> columns, ColumnMapping mapping) throws IOException {
        Map<String, String> all = read();
        String key = use.keyOf(columns);
        all.remove(key);
        if (!mapping.isEmpty()) {
            all.put(key, mapping.text());
        }
        while (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path temporary = Files.createTempFile(target.getParent(), "columns", ".new");
        try {
            Files.writeString(temporary, JSON.writeValueAsString(all));
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Map<String, String> read() {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException("too large");
            }
            Map<String, String> all = JSON.readValue(
                    Files.readString(file, StandardCharsets.UTF_8),
                    new TypeReference<LinkedHashMap<String, String>>() {});
            if (all == null || all.containsValue(null)) {
                throw new IOException("null in place of a mapping");
            }
            return all;
        } catch (NoSuchFileException e) {
            return new LinkedHashMap<>();
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read; the columns have to be chosen again", file, e);
            putAside();
            return new LinkedHashMap<>();
        }
    }

    private void putAside() {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be put aside", file, e);
        }
    }
}
