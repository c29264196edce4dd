package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.support.Language;

/**
 * The options common to all commands. Null means not given; the settings apply.
 *
 * @param training whether to use the data of training mode instead of the real data
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
