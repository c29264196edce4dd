package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;

/** A search finds what the cashier means, however it is typed. */
class SearchTest extends LedgerContract {
    private void payment(int number, @Nullable String phone, @Nullable String note) {
        added(new Payment(
                Samples.id(number),
                "P-2026-" + number,
                new Amount(12_500_000L * number),
                phone,
                "860014******314" + number,
                null,
                note));
    }

    private List<Integer> found(String search) {
        return numbers(LedgerQuery.ALL.matching(search));
    }

    @ParameterizedTest
    @ValueSource(strings = {"O'tkir", "oʻtkir", "O‘TKIR", "o’tkir", "oʼtkir", "o`tkir", "o´tkir", "o′tkir", "'tkir"})
    void apostrophesAreEquivalent(String search) {
        payment(1, null, "Gʻiyosov Oʻtkir");
        payment(2, null, "Otkir without one");

        assertThat(found(search)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ғайрат", "ҒАЙРАТ", "Ғайрат ЎТКИР", "уткир ҒАЙРАТ", "ҳ"})
    void cyrillicIsCaseInsensitive(String search) {
        payment(1, null, "Ғайрат Ўткирович, Уткир, ҲАМИД");
        payment(2, null, "Нодира");

        assertThat(found(search)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "998946532140",
                "+998 94 653 21 40",
                "94 653-21-40",
                "94-653-21-40",
                "(94) 653 21 40",
                "653\u00a021\u00a040",
                "5321",
                "2140"
            })
    void phoneIsFoundByItsDigits(String search) {
        payment(1, "998946532140", null);
        payment(2, "998901112233", null);

        assertThat(found(search)).containsExactly(1);
    }

    @Test
    void transactionIsFoundByPartsOfItsId() {
        payment(1, null, null);
        payment(2, null, null);

        assertThat(found(Samples.id(1).text())).containsExactly(1);
        assertThat(found(Samples.id(1).key())).containsExactly(1);
        assertThat(found("8000-000000000002")).containsExactly(2);
        assertThat(found(" A12F0000-0000 ")).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void amountIsFoundInSums() {
        payment(1, null, null);
        payment(2, null, null);

        assertThat(found("125 000")).containsExactly(1);
        assertThat(found("250000")).containsExactly(2);
    }

    @Test
    void cardPaymentNumberAndReceiptAreFound() {
        payment(1, null, null);
        payment(2, null, null);
        attached(ledger.find(Samples.id(2)).orElseThrow(), Samples.receipt(777));

        assertThat(found("860014******3141")).containsExactly(1);
        assertThat(found("p-2026-2")).containsExactly(2);
        assertThat(found("000000000777")).containsExactly(2);
        assertThat(found("uz210317214371")).containsExactly(2);
    }

    @Test
    void noteWithANumberIsFoundAsWritten() {
        payment(1, null, "order 15-7");
        payment(2, null, "order 157");

        assertThat(found("15-7")).contains(1);
    }

    @Test
    void allWordsMustOccurInAnyOrder() {
        payment(1, null, "two coffees to go");
        payment(2, null, "two teas");

        assertThat(found("COFFEES two")).containsExactly(1);
        assertThat(found("two")).containsExactlyInAnyOrder(1, 2);
        assertThat(found("two juices")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u00a0"})
    void blankSearchFindsAll(String search) {
        payment(1, null, null);

        assertThat(found(search)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "' OR 1=1 --", "\\", "*x", ":word0", "<word>", "?"})
    void sqlSyntaxIsSearchedAsText(String search) {
        payment(1, null, "plain");

        assertThat(found(search)).isEmpty();
    }

    @Test
    void detachedReceiptIsNotFound() {
        LedgerEntry entry = ready(777);
        assertThat(found("000000000777")).containsExactly(777);

        assertThat(ledger.detach(entry, Samples.act(Act.Kind.RECEIPT_REMOVED))).isPresent();

        assertThat(found("UZ210317214371")).isEmpty();
    }

    /** Whether a payment with this text is meant: it has all words, or the number as typed or as digits only. */
    private static boolean isMeant(String search, String text) {
        String typed = search.strip().toLowerCase(Locale.ROOT).replace('ʻ', '\'');
        if (typed.matches("[+(]?[0-9][0-9\\s()+.-]*")) {
            return text.contains(typed) || text.contains(typed.replaceAll("[^0-9]", ""));
        }
        return Stream.of(typed.split("\\s+")).allMatch(text::contains);
    }

    @Test
    void anySearchFindsThePaymentsWhoseTextContainsIt() {
        Random random = new Random(7);
        String alphabet = "0123456789  -+()aъЎҲoʻКk%_";
        for (int i = 1; i <= 40; i++) {
            payment(i, String.format(Locale.ROOT, "99890%07d", random.nextInt(10_000_000)), text(random, alphabet, 12));
        }
        Map<Integer, String> stored = new LinkedHashMap<>();
        ledger.forEach(
                LedgerQuery.ALL,
                entry -> stored.put(Samples.number(entry), SearchText.of(entry.payment(), entry.receipt())));
        for (int i = 0; i < 150; i++) {
            String search = text(random, alphabet, 1 + random.nextInt(4));
            assertThat(found(search))
                    .as(search)
                    .containsExactlyInAnyOrderElementsOf(stored.entrySet().stream()
                            .filter(each -> isMeant(search, each.getValue()))
                            .map(Map.Entry::getKey)
                            .toList());
            assertThat(ledger.counts(LedgerQuery.ALL.matching(search)).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(found(search).size());
        }
    }

    private static String text(Random random, String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
