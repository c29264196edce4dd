package uz.fiskaldesk.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.PaymentFields;
import uz.fiskaldesk.intake.PaymentText;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

/** {@code fiskaldesk add}: adds one payment to the list. */
@CommandLine.Command(description = "${bundle:cli.help.add}")
final class AddCommand implements Command {
    @Parameters(paramLabel = "<transaction-id>", arity = "0..1", description = "${bundle:cli.help.transaction-id}")
    private @Nullable String transactionId;

    @Option(names = "--text", paramLabel = "FILE", description = "${bundle:cli.help.add.text}")
    private @Nullable String text;

    @Option(names = "--yes", description = "${bundle:cli.help.add.yes}")
    private boolean yes;

    @Option(names = "--provider", paramLabel = "CODE", description = "${bundle:cli.help.add.provider}")
    private @Nullable String provider;

    @Option(names = "--amount", paramLabel = "SUM", description = "${bundle:cli.help.add.amount}")
    private @Nullable String amount;

    @Option(names = "--payment-id", paramLabel = "X", description = "${bundle:cli.help.add.payment-id}")
    private @Nullable String paymentId;

    @Option(names = "--phone", paramLabel = "X", description = "${bundle:cli.help.add.phone}")
    private @Nullable String phone;

    @Option(names = "--card", paramLabel = "X", description = "${bundle:cli.help.add.card}")
    private @Nullable String card;

    @Option(names = "--paid-at", paramLabel = "ISO", description = "${bundle:cli.help.add.paid-at}")
    private @Nullable String paidAt;

    @Option(names = "--note", paramLabel = "X", description = "${bundle:cli.help.add.note}")
    private @Nullable String note;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        Providers providers = services.providers();
        PaymentText message = text == null
                ? PaymentText.read("", providers)
                : new PaymentMessage(texts, services.standardInput()).read(text, sought(providers));
        PaymentFields fields = fields(message);
        if (text != null) {
            new PaymentMessage(texts, services.standardInput()).show(fields, message, yes, output);
        }
        Payment payment = switch (fields.check(providers)) {
            case PaymentFields.Checked.Good good -> good.payment();
            case PaymentFields.Checked.Bad bad ->
                throw new RefusedException(sentence(bad.problems(), new IntakeMessages(texts)));
        };
        Ledger.Addition addition =
                services.ledger().add(payment, null, services.operator().act(Act.Kind.ADDED, null));
        String id = payment.transactionId().toString();
        return switch (addition) {
            case Ledger.Addition.Added _ -> {
                output.result(texts.get("cli.add.added", id));
                yield ExitCode.DONE;
            }
            case Ledger.Addition.Known known -> {
                if (!known.entry().payment().agreesWith(payment)) {
                    throw new RefusedException(texts.get("cli.add.differs", id));
                }
                output.result(texts.get("cli.add.known", id));
                yield ExitCode.DONE;
            }
            case Ledger.Addition.ReceiptTaken _ ->
                throw new IllegalStateException("A payment without a receipt was refused because of its receipt");
        };
    }

    /** The provider that an option states, or all that are switched on. */
    private Providers sought(Providers providers) {
        Optional<Provider> stated = provider != null
                ? Provider.find(provider)
                : Optional.ofNullable(transactionId).map(providers::of);
        return stated.map(only -> new Providers(List.of(only))).orElse(providers);
    }

    /** The options, and for those that are missing what the message says. */
    private PaymentFields fields(PaymentText message) {
        Map<PaymentField, String> texts = new EnumMap<>(PaymentField.class);
        for (PaymentField field : PaymentField.values()) {
            texts.put(field, message.value(field));
        }
        put(texts, PaymentField.TRANSACTION_ID, transactionId);
        put(texts, PaymentField.PROVIDER, provider);
        put(texts, PaymentField.AMOUNT, amount);
        put(texts, PaymentField.PAYMENT_ID, paymentId);
        put(texts, PaymentField.PHONE, phone);
        put(texts, PaymentField.CARD, card);
        put(texts, PaymentField.PAID_AT, paidAt);
        put(texts, PaymentField.NOTE, note);
        return PaymentFields.of(texts);
    }

    private static void put(Map<PaymentField, String> texts, PaymentField field, @Nullable String text) {
        if (text != null) {
            texts.put(field, text);
        }
    }

    private static String sentence(List<FieldProblem> problems, IntakeMessages messages) {
        return problems.stream().map(messages::problem).collect(Collectors.joining("; ", "", "."));
    }
}
