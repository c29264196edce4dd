package uz.fiskaldesk.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Masking;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.wording.Messages;
import uz.fiskaldesk.wording.SupportText;

/**
 * What a shop sends to the support: versions, settings, the last payments with their attempts, and the end of the logs.
 * Phone and card numbers, passwords and tokens are masked. Nothing is sent by the program. Blocking.
 */
public final class SupportBundle {
    /** A file of the bundle. */
    public record Part(String name, String text) {
        /** Its size in bytes. */
        public int size() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private static final int MOST_PAYMENTS = 100;
    private static final int LONGEST_LOG = 1 << 20;
    private static final int LONGEST_SETTINGS = 1 << 16;
    private static final Duration RECENT = Duration.ofDays(7);
    private static final Set<PaymentState> TROUBLED = EnumSet.of(PaymentState.REJECTED, PaymentState.UNKNOWN);
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i)(\"[^\"]*(?:pass|secret|token|pin)[^\"]*\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,}\\]]+)");

    private final Path settings;
    private final Path logs;
    private final String version;
    private final Clock clock;

    /**
     * @param settings the file of the settings, which may be missing or invalid
     * @param logs the folder of the logs
     * @param version of the program
     */
    public SupportBundle(Path settings, Path logs, String version, Clock clock) {
        this.settings = settings;
        this.logs = logs;
        this.version = version;
        this.clock = clock;
    }

    /** The usual name of the file. */
    public String suggestedName() {
        return "fiskaldesk-support-" + Formats.fileDay(clock.instant()) + ".zip";
    }

    /**
     * Collects what can be read; what cannot is named with the reason.
     *
     * @param ledger null if it cannot be opened
     * @param trouble why it cannot be opened; null if it can
     */
    public List<Part> collect(@Nullable Ledger ledger, @Nullable String trouble, Messages messages) {
        List<Part> parts = new ArrayList<>();
        StringBuilder about = about();
        if (trouble != null) {
            about.append("List: ").append(trouble).append('\n');
        }
        String payments = "";
        if (ledger != null) {
            try {
                about.append("List: ").append(ledger.counts(LedgerQuery.ALL)).append('\n');
                about.append("History: ").append(ledger.historyHead()).append('\n');
                payments = payments(ledger, new SupportText(messages));
                ledger.leftOut()
                        .forEach(row ->
                                about.append("Cannot be read: ").append(row).append('\n'));
            } catch (LedgerException e) {
                about.append("List: ").append(messages.ledgerError(e)).append('\n');
            }
        }
        parts.add(new Part("about.txt", Masking.mask(about.toString())));
        parts.add(new Part("settings.json", settings()));
        if (!payments.isEmpty()) {
            parts.add(new Part("payments.txt", payments));
        }
        parts.addAll(logs());
        return List.copyOf(parts);
    }

    private StringBuilder about() {
        Runtime runtime = Runtime.getRuntime();
        StringBuilder about = new StringBuilder();
        about.append("FiskalDesk ").append(version).append('\n');
        about.append("Collected: ").append(clock.instant()).append('\n');
        for (String name : List.of("os.name", "os.version", "os.arch", "java.vendor", "java.runtime.version")) {
            about.append(name).append(": ").append(System.getProperty(name, "")).append('\n');
        }
        about.append("Processors: ").append(runtime.availableProcessors()).append('\n');
        about.append("Heap: ").append(runtime.totalMemory() >> 20).append(" MB of at most ");
        about.append(runtime.maxMemory() >> 20).append(" MB\n");
        return about;
    }

    private String settings() {
        try {
            if (Files.size(settings) > LONGEST_SETTINGS) {
                return "The file is longer than " + LONGEST_SETTINGS + " bytes.\n";
            }
            String text = SettingsFile.decoded(settings, Files.readAllBytes(settings));
            return Masking.mask(SECRET_KEY.matcher(text).replaceAll("$1\"***\""));
        } catch (NoSuchFileException e) {
            return "There is no file; the defaults apply.\n";
        } catch (IOException | SettingsException e) {
            return "The file cannot be read: " + e + "\n";
        }
    }

    /** The payments that failed, then those that changed last. */
    private String payments(Ledger ledger, SupportText words) {
        Instant now = clock.instant();
        Map<Long, LedgerEntry> entries = new LinkedHashMap<>();
        ledger.page(LedgerQuery.ALL.in(TROUBLED), null, MOST_PAYMENTS).forEach(entry -> entries.put(entry.id(), entry));
        ledger.page(LedgerQuery.ALL.changed(now.minus(RECENT), now.plus(RECENT)), null, MOST_PAYMENTS)
                .forEach(entry -> entries.putIfAbsent(entry.id(), entry));
        StringBuilder text = new StringBuilder();
        for (LedgerEntry entry : entries.values()) {
            text.append(payment(ledger, entry, words)).append('\n');
        }
        return text.toString();
    }

    private static String payment(Ledger ledger, LedgerEntry entry, SupportText words) {
        try {
            return words.of(entry, ledger.acts(entry), ledger.attempts(entry));
        } catch (LedgerException e) {
            if (e.reason() != LedgerException.Reason.UNREADABLE_ROW) {
                throw e;
            }
            return words.of(entry, List.of(), List.of()) + Masking.mask("The history cannot be read: " + e) + "\n";
        }
    }

    private List<Part> logs() {
        List<Part> parts = new ArrayList<>();
        for (String name : List.of("fiskaldesk.log", "fiskaldesk.1.log.gz")) {
            Path file = logs.resolve(name);
            if (Files.isRegularFile(file)) {
                parts.add(new Part("logs/" + name.replace(".gz", ""), log(file)));
            }
        }
        return parts;
    }

    /** The end of a log. It was masked when it was written, and is masked again, also by the rules of this version. */
    private static String log(Path file) {
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            byte[] end = new byte[0];
            byte[] block = in.readNBytes(LONGEST_LOG);
            while (block.length > 0) {
                end = lastOf(end, block);
                block = in.readNBytes(LONGEST_LOG);
            }
            return Masking.mask(new String(end, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "The log cannot be read: " + e + "\n";
        }
    }

    private static byte[] lastOf(byte[] earlier, byte[] later) {
        int kept = Math.min(earlier.length, LONGEST_LOG - later.length);
        byte[] last = new byte[kept + later.length];
        System.arraycopy(earlier, earlier.length - kept, last, 0, kept);
        System.arraycopy(later, 0, last, kept, later.length);
        return last;
    }

    /**
     * Writes the parts to a ZIP file.
     *
     * @param replaces whether an existing file may be replaced
     * @throws FileAlreadyExistsException if the file exists and may not be replaced
     * @throws IOException if the file cannot be written
     */
    public static void write(List<Part> parts, Path file, boolean replaces) throws IOException {
        ReportFile.write(file, replaces, out -> {
            zip(parts, out);
            return true;
        });
    }

    private static void zip(List<Part> parts, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Part part : parts) {
                zip.putNextEntry(new ZipEntry(part.name()));
                zip.write(part.text().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
