package uz.fiskaldesk.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A column of an exported table. Columns that an import understands have the same names there, so that an export can be
 * imported again.
 *
 * @param width in characters, for spreadsheets
 * @param value returns a text, a number, an instant or null
 */
record ExportColumn<T>(String title, int width, Function<T, @Nullable Object> value) {
    static final List<ExportColumn<LedgerEntry>> ALL = List.of(
            new ExportColumn<>(
                    "transaction_id", 38, entry -> entry.transactionId().text()),
            new ExportColumn<>(
                    "provider", 9, entry -> entry.payment().provider().code()),
            new ExportColumn<>("payment_id", 16, entry -> entry.payment().paymentId()),
            new ExportColumn<>("amount", 14, entry -> sums(entry.payment().amount())),
            new ExportColumn<>("phone", 14, entry -> entry.payment().phone()),
            new ExportColumn<>("card", 18, entry -> entry.payment().card()),
            new ExportColumn<>("paid_at", 18, entry -> entry.payment().paidAt()),
            new ExportColumn<>("note", 24, entry -> entry.payment().note()),
            new ExportColumn<>("state", 12, entry -> entry.state().name()),
            new ExportColumn<>("by_hand", 8, entry -> entry.confirmedByHand() ? "yes" : null),
            new ExportColumn<>("conflict", 8, entry -> entry.conflict() ? "yes" : null),
            new ExportColumn<>("receipt", 30, entry -> ofReceipt(entry, FiscalReceipt::url)),
            new ExportColumn<>("terminal_id", 16, entry -> ofReceipt(entry, FiscalReceipt::terminalId)),
            new ExportColumn<>("receipt_number", 14, entry -> ofReceipt(entry, FiscalReceipt::receiptNumber)),
            new ExportColumn<>("issued_at", 18, entry -> ofReceipt(entry, FiscalReceipt::issuedAt)),
            new ExportColumn<>("fiscal_sign", 14, entry -> ofReceipt(entry, FiscalReceipt::fiscalSign)),
            new ExportColumn<>("attempts", 9, entry -> BigDecimal.valueOf(entry.attempts())),
            new ExportColumn<>("outcome", 11, entry -> ofOutcome(entry, OutcomeNames::kind)),
            new ExportColumn<>(
                    "code",
                    8,
                    entry -> ofOutcome(entry, outcome -> outcome.answer().code())),
            new ExportColumn<>(
                    "message",
                    40,
                    entry -> ofOutcome(entry, outcome -> outcome.answer().message())),
            new ExportColumn<>("outcome_at", 18, LedgerEntry::lastOutcomeAt),
            new ExportColumn<>("sent_to", 30, LedgerEntry::sentTo),
            new ExportColumn<>("practice", 8, entry -> OutcomeNames.isPractice(entry.lastOutcome()) ? "yes" : null),
            new ExportColumn<>("awaits_word", 10, entry -> entry.needsAcceptance() ? "yes" : null),
            new ExportColumn<>("warnings", 30, ExportColumn::warnings));

    /** Returns a String, a BigDecimal, an Instant or null. */
    @Nullable
    Object of(T entry) {
        return value.apply(entry);
    }

    private static @Nullable String warnings(LedgerEntry entry) {
        String codes = entry.warnings().stream().map(ReceiptWarning::code).collect(Collectors.joining(", "));
        return codes.isEmpty() ? null : codes;
    }

    static @Nullable BigDecimal sums(@Nullable Amount amount) {
        return amount == null ? null : BigDecimal.valueOf(amount.tiyin(), 2);
    }

    private static @Nullable Object ofReceipt(LedgerEntry entry, Function<FiscalReceipt, Object> fact) {
        FiscalReceipt receipt = entry.receipt();
        return receipt == null ? null : fact.apply(receipt);
    }

    private static @Nullable Object ofOutcome(LedgerEntry entry, Function<Outcome, @Nullable Object> fact) {
        Outcome outcome = entry.lastOutcome();
        return outcome == null ? null : fact.apply(outcome);
    }

    /** Formats an instant for text formats: Tashkent's local time with its offset. */
    static String text(Instant moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atOffset(FiscalReceipt.TASHKENT));
    }
}
