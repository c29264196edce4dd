package uz.fiskaldesk.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Normalizes stored text and search terms: case, apostrophes and spaces within numbers are ignored. */
final class SearchText {
    /** Uzbek is typed with whatever apostrophe the keyboard offers. */
    private static final String APOSTROPHES = "’‘ʻʼ`´′";

    private static final Pattern NUMBER_WITH_BLANKS = Pattern.compile("[+(]?[0-9][0-9\\s\\u00a0()+.-]*");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

    /** A search term as typed and, if that is something else, as digits only; either spelling has to occur. */
    record Word(List<String> spellings) {}

    private SearchText() {}

    /** The searchable text of a payment. */
    static String of(Payment payment, @Nullable FiscalReceipt receipt) {
        Amount amount = payment.amount();
        return Stream.<@Nullable String>of(
                        payment.transactionId().text(),
                        payment.transactionId().key(),
                        payment.paymentId(),
                        payment.phone(),
                        payment.card(),
                        payment.note(),
                        amount == null ? null : Long.toString(amount.tiyin() / 100),
                        receipt == null ? null : receipt.receiptNumber(),
                        receipt == null ? null : receipt.fiscalSign(),
                        receipt == null ? null : receipt.terminalId())
                .filter(fact -> fact != null && !fact.isEmpty())
                .map(fact -> fold(Objects.requireNonNull(fact)))
                .collect(Collectors.joining("\n"));
    }

    /** The terms of a search, all of which have to match; none for a blank search. */
    static List<Word> words(String search) {
        String folded = fold(search);
        if (NUMBER_WITH_BLANKS.matcher(folded).matches()) {
            String digits = folded.replaceAll("[^0-9]", "");
            return List.of(new Word(digits.equals(folded) ? List.of(folded) : List.of(folded, digits)));
        }
        return BLANKS.splitAsStream(folded)
                .filter(word -> !word.isEmpty())
                .map(word -> new Word(List.of(word)))
                .toList();
    }

    private static String fold(String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT);
        for (int i = 0; i < APOSTROPHES.length(); i++) {
            folded = folded.replace(APOSTROPHES.charAt(i), '\'');
        }
        return folded;
    }
}
