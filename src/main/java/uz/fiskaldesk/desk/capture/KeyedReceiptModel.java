package uz.fiskaldesk.desk.capture;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.FormProblem;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.KeyboardLayouts;

/** The form for the four printed fields of a receipt whose QR code cannot be scanned. */
public final class KeyedReceiptModel {
    private static final Pattern TERMINAL = Pattern.compile("[A-Z0-9]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
    private static final Pattern SIGN = Pattern.compile("\\d{12}");

    /** {@code 04.01.2023 12:18:01}, with any or no separators and a year of two or four digits. */
    private static final Pattern TIME =
            Pattern.compile("(\\d{2})\\D?(\\d{2})\\D?(\\d{4}|\\d{2})\\D{0,2}(\\d{2})\\D?(\\d{2})\\D?(\\d{2})");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy ", Locale.ROOT);

    private final CaptureModel capture;
    private final PaymentListModel list;
    private final PageModel pages;
    private final KeyboardLayouts layouts = new KeyboardLayouts();
    private final StringProperty terminalId = new SimpleStringProperty("");
    private final StringProperty number = new SimpleStringProperty("");
    private final StringProperty time = new SimpleStringProperty("");
    private final StringProperty sign = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable FormProblem> problem = new SimpleObjectProperty<>();

    public KeyedReceiptModel(CaptureModel capture, PaymentListModel list, PageModel pages) {
        this.capture = capture;
        this.list = list;
        this.pages = pages;
    }

    public StringProperty terminalId() {
        return terminalId;
    }

    public StringProperty number() {
        return number;
    }

    public StringProperty time() {
        return time;
    }

    public StringProperty sign() {
        return sign;
    }

    /** What is wrong with the first invalid field; null if nothing is known to be wrong. */
    public ObjectProperty<@Nullable FormProblem> problem() {
        return problem;
    }

    /**
     * Opens the page with what is known already: the terminal ID of this till and the day of the selected payment. A receipt
     * is usually issued on the same day.
     */
    public void open(@Nullable String tillTerminalId) {
        terminalId.set(tillTerminalId == null ? "" : tillTerminalId);
        number.set("");
        LedgerEntry entry = list.selected().get();
        Instant paid = entry == null ? null : entry.payment().paidAt();
        time.set(paid == null ? "" : DAY.format(paid.atZone(FiscalReceipt.TASHKENT)));
        sign.set("");
        problem.set(null);
        pages.open(Page.KEYED_RECEIPT);
    }

    /** Captures the receipt, or reports the first invalid field. */
    public void submit() {
        String terminal = terminal();
        String receiptNumber = compact(number);
        Optional<LocalDateTime> issued = issued();
        String fiscalSign = compact(sign);
        if (!TERMINAL.matcher(terminal).matches()) {
            problem.set(FormProblem.of(terminalId, "keyed.bad-terminal"));
        } else if (!NUMBER.matcher(receiptNumber).matches()) {
            problem.set(FormProblem.of(number, "keyed.bad-number"));
        } else if (issued.isEmpty()) {
            problem.set(FormProblem.of(time, "keyed.bad-time"));
        } else if (!SIGN.matcher(fiscalSign).matches()) {
            problem.set(FormProblem.of(sign, "keyed.bad-sign", fiscalSign.length()));
        } else {
            problem.set(null);
            pages.back();
            capture.captureText(FiscalReceipt.linkOf(terminal, receiptNumber, issued.get(), fiscalSign));
        }
    }

    /** The terminal ID, repaired if it was typed in a Russian or Uzbek keyboard layout. */
    private String terminal() {
        String typed = compact(terminalId).toUpperCase(Locale.ROOT);
        if (TERMINAL.matcher(typed).matches()) {
            return typed;
        }
        return layouts.repairs(typed).stream()
                .map(repaired -> repaired.toUpperCase(Locale.ROOT))
                .filter(repaired -> TERMINAL.matcher(repaired).matches())
                .findFirst()
                .orElse(typed);
    }

    private Optional<LocalDateTime> issued() {
        Matcher m = TIME.matcher(time.get().strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(m.group(3));
        try {
            return Optional.of(LocalDateTime.of(
                    year < 100 ? 2000 + year : year,
                    Integer.parseInt(m.group(2)),
                    Integer.parseInt(m.group(1)),
                    Integer.parseInt(m.group(4)),
                    Integer.parseInt(m.group(5)),
                    Integer.parseInt(m.group(6))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String compact(StringProperty field) {
        return field.get().replaceAll("[\\s\\u00a0-]", "");
    }
}
