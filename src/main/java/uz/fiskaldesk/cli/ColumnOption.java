package uz.fiskaldesk.cli;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import uz.fiskaldesk.intake.ColumnMapping;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.ColumnMemory.Use;

/** The option {@code --columns} of commands that read files. */
final class ColumnOption {
    private ColumnOption() {}

    /**
     * Returns the given mapping for every file, or without the option, the mapping that is remembered for its columns.
     *
     * @param use what the files are used for
     * @throws RefusedException if the option is not understood
     */
    static Function<List<String>, ColumnMapping> mappings(Use use, List<String> given, Services services)
            throws RefusedException {
        if (given.isEmpty()) {
            ColumnMemory memory = services.columnMemory();
            return columns -> memory.mappingFor(use, columns);
        }
        try {
            ColumnMapping mapping = ColumnMapping.parse(String.join("\n", given));
            return _ -> mapping;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(services.translations()
                    .get("cli.columns.not-understood", Objects.requireNonNullElse(e.getMessage(), "")));
        }
    }
}
