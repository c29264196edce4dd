package uz.fiskaldesk.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptRefusal;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;

/** Keys that are built from a code at run time exist for each code; the other languages have the keys of the English file. */
class TextForEachCodeTest {
    private final Translations texts = Translations.in(Language.ENGLISH);

    @Test
    void everyCodeHasItsText() {
        List<String> keys = Stream.of(
                        Arrays.stream(ReceiptWarning.values()).map(warning -> "warning." + warning.code()),
                        Arrays.stream(ReceiptRefusal.values()).map(refusal -> "refusal." + refusal.code()),
                        names("state.", PaymentState.values()),
                        names("act.", Act.Kind.values()),
                        names("not-sent.", NotSentReason.values()),
                        names("unknown.", UnknownReason.values()))
                .flatMap(family -> family)
                .toList();

        // A key without a text is returned as it is.
        assertThat(keys).hasSizeGreaterThan(50).noneMatch(key -> texts.get(key).equals(key));
    }

    private static Stream<String> names(String family, Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant ->
                        family + constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
