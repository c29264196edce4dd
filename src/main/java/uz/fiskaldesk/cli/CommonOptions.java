package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.support.Language;

/**
 * The options that every command has; what is null was not given, and the settings decide.
 *
 * @param training works with the data of training mode and never with the real ones
 */
public record CommonOptions(
        boolean training,
        @Nullable Path dataDir,
        @Nullable String ledgerUrl,
        @Nullable FiscalBoxAddress api,
        @Nullable Duration timeout,
        @Nullable Language language) {
    public static final CommonOptions NONE = new CommonOptions(false, null, null, null, null, null);
}
