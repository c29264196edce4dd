package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Payments of other providers than Anor, whose IDs are told apart by the provider. */
class ProviderTest {
    private static final String UUID = "7e577908-6851-4a8d-ac1d-bdd17002f96b";

    @ParameterizedTest
    @CsvSource({
        "anor, A12FC00F-5AF5-65B8-ADF8-74BFF44680EE, a12fc00f5af565b8adf874bff44680ee",
        "click, 2354512461, click:2354512461",
        "click, 644113A290a5eba4298f05d5, click:644113a290a5eba4298f05d5",
        "payme, 63B5282a6f47f572807fd53e, payme:63b5282a6f47f572807fd53e",
        "uzum, 7E577908-6851-4a8d-ac1d-bdd17002f96b, uzum:7e57790868514a8dac1dbdd17002f96b",
        "uzqr, PAY12345678901234567, uzqr:pay12345678901234567"
    })
    void idsAreKeptAsReceivedAndComparedByTheirKey(String code, String text, String key) {
        Provider provider = Provider.ofCode(code);
        TransactionId id = TransactionId.of(provider, " " + text + "\n");
        assertThat(id.text()).isEqualTo(text);
        assertThat(id.key()).isEqualTo(key);
        assertThat(id.provider()).isSameAs(provider);
        assertThat(id).isEqualTo(TransactionId.of(provider, text.toLowerCase(Locale.ROOT)));
        assertThat(id.isNamedBy(text.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(id.isNamedBy(text + "1")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void anIdWithItsProviderIsOneText(Provider provider) {
        TransactionId id = TransactionId.of(provider, provider.exampleId());
        assertThat(TransactionId.of(id.toString())).isEqualTo(id);
        assertThat(TransactionId.of(provider, provider.code() + ":" + id.text()))
                .isEqualTo(id);
        assertThat(TransactionId.of(" " + provider.code().toUpperCase(Locale.ROOT) + " : " + id.text()))
                .isEqualTo(id);
        assertThat(id.toString().equals(id.text())).isEqualTo(provider == Provider.ANOR);
    }

    @ParameterizedTest
    @CsvSource({
        "anor, 2354512461",
        "click, ''",
        "click, 23545-12461",
        "click, 123456789012345678901",
        "click, 2354512461a",
        "payme, 63b5282a6f47f572807fd53",
        "payme, 63b5282a6f47f572807fd53g",
        "uzum, 2354512461",
        "uzqr, PAY 1",
        "uzqr, ''",
        "uzqr, -PAY",
        "click, uzum:7e577908-6851-4a8d-ac1d-bdd17002f96b",
        "click, anor:2354512461"
    })
    void refusesIdsOfAnotherForm(String code, String text) {
        assertThat(TransactionId.parse(Provider.ofCode(code), text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransactionId.of(Provider.ofCode(code), text))
                .withMessageContaining(code);
    }

    @Test
    void theSameNumberAtTwoProvidersIsTwoPayments() {
        TransactionId anor = TransactionId.of(UUID);
        TransactionId uzum = TransactionId.of(Provider.UZUM, UUID);
        assertThat(anor).isNotEqualTo(uzum).hasToString(UUID);
        assertThat(TransactionId.of(Provider.UZQR, "123")).isNotEqualTo(TransactionId.of(Provider.CLICK, "123"));
        assertThat(Payment.of(anor).agreesWith(Payment.of(uzum))).isFalse();
    }

    @Test
    void aPrefixOfNoProviderIsNoId() {
        assertThat(TransactionId.parse("nobank:2354512461")).isEmpty();
        assertThat(TransactionId.parse("nobank:" + UUID)).isEmpty();
        assertThat(TransactionId.parse(":" + UUID)).isEmpty();
        assertThat(TransactionId.parse("click:click:1")).isEmpty();
    }

    @Test
    void anorIsStandardAndTheFirstOtherOneWhereItIsOff() {
        assertThat(Providers.DEFAULT.standard()).isSameAs(Provider.ANOR);
        assertThat(Providers.ofCodes(List.of("click", "ANOR")).standard()).isSameAs(Provider.ANOR);
        Providers withoutAnor = Providers.ofCodes(List.of("uzum", "click"));
        assertThat(withoutAnor.parse(UUID)).contains(TransactionId.of(Provider.UZUM, UUID));
        assertThat(withoutAnor.parse("click:7")).contains(TransactionId.of(Provider.CLICK, "7"));
        assertThat(Providers.DEFAULT.parse(UUID)).contains(TransactionId.of(UUID));
    }

    @Test
    void aProviderIsNamedWhereItIsNotTheOnlyOne() {
        assertThat(Providers.DEFAULT.mustName(Provider.ANOR)).isFalse();
        assertThat(Providers.DEFAULT.mustName(Provider.CLICK)).isTrue();
        assertThat(Providers.ofCodes(List.of("anor", "anor")).areSeveral()).isFalse();
        assertThat(Providers.ofCodes(List.of("anor", "click")).mustName(Provider.ANOR))
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Providers.ofCodes(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Providers.ofCodes(List.of("anor", "nobank")));
    }

    @ParameterizedTest
    @CsvSource({
        "anor click payme, 2354512461, click:2354512461",
        "anor click, 63b5282a6f47f572807fd53e, click:63b5282a6f47f572807fd53e",
        "anor click payme, 63b5282a6f47f572807fd53e, ",
        "anor click payme, payme:63b5282a6f47f572807fd53e, payme:63b5282a6f47f572807fd53e",
        "anor uzum, 7e577908-6851-4a8d-ac1d-bdd17002f96b, ",
        "anor uzqr, PAY12345678901234567, uzqr:PAY12345678901234567",
        "anor uzqr, word, ",
        "anor click, 24, ",
        "anor click, click:24, click:24",
        "anor, click:24, ",
        "anor, 2354512461, "
    })
    void recognisesAnIdThatOnlyOneProviderCanHave(String codes, String text, String id) {
        assertThat(Providers.ofCodes(List.of(codes.split(" ", -1)))
                        .recognise(text)
                        .map(TransactionId::toString))
                .isEqualTo(java.util.Optional.ofNullable(id));
    }

    @Test
    void findsTheNumbersOfProvidersThatAreOn() {
        Providers all = new Providers(List.of(Provider.values()));
        assertThat(all.ofNumber("187")).contains(Provider.ANOR);
        assertThat(all.ofNumber("64")).contains(Provider.CLICK);
        assertThat(all.ofNumber("141")).contains(Provider.PAYME);
        assertThat(all.ofNumber("161")).contains(Provider.UZUM);
        assertThat(all.ofNumber("0")).isEmpty();
        assertThat(all.ofNumber("")).isEmpty();
        assertThat(Providers.DEFAULT.ofNumber("64")).isEmpty();
    }
}
