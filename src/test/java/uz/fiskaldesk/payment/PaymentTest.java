package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaymentTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final TransactionId OTHER = TransactionId.of("b12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");

    @Test
    void agreesIfNoCommonFieldDiffers() {
        Payment full = payment(ID, "17", new Amount(500));
        assertThat(full.agreesWith(Payment.of(ID))).isTrue();
        assertThat(Payment.of(ID).agreesWith(full)).isTrue();
        assertThat(full.agreesWith(payment(ID, "17", new Amount(500)))).isTrue();
        assertThat(full.agreesWith(payment(ID, "18", new Amount(500)))).isFalse();
        assertThat(full.agreesWith(payment(ID, "17", new Amount(501)))).isFalse();
        assertThat(full.agreesWith(payment(OTHER, "17", new Amount(500)))).isFalse();
    }

    @Test
    void aPaymentWithOnlyAnIdIsFromAnor() {
        assertThat(Payment.of(ID)).isEqualTo(payment(ID, null, null));
    }

    @Test
    void findsProvidersByCode() {
        for (Provider provider : Provider.values()) {
            assertThat(Provider.ofCode(provider.code())).isSameAs(provider);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provider.ofCode("ANOR"))
                .withMessageContaining("ANOR");
    }

    private static Payment payment(TransactionId id, @Nullable String paymentId, @Nullable Amount amount) {
        return new Payment(id, paymentId, amount, null, null, null, null);
    }
}
