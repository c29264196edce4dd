package uz.fiskaldesk.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.Translations;

/** Converts arguments to domain values; refuses invalid ones with a sentence for the user. */
final class Arguments {
    private static final int LAST_PORT = 65_535;

    private final Translations texts;

    Arguments(Translations texts) {
        this.texts = texts;
    }

    /** The ID of a payment, with its provider as a prefix unless it is the standard one. */
    TransactionId transaction(String text, Providers providers) throws RefusedException {
        String wrong = providers.equals(Providers.DEFAULT) ? "cli.wrong.transaction-id" : "cli.wrong.provider-id";
        return providers.parse(text).orElseThrow(() -> new RefusedException(texts.get(wrong, text)));
    }

    /** Finds a payment; refuses an ID that is not on the list. */
    LedgerEntry entry(String text, Providers providers, Ledger ledger) throws RefusedException {
        TransactionId id = transaction(text, providers);
        return ledger.find(id).orElseThrow(() -> new RefusedException(texts.get("cli.not-on-the-list", id)));
    }

    Path path(String text) throws RefusedException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new RefusedException(texts.get("cli.wrong.path", text));
        }
    }

    /** A port number from 0 to 65535; 0 means any free port. */
    int port(String text) throws RefusedException {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= LAST_PORT) {
            return Integer.parseInt(text);
        }
        throw new RefusedException(texts.get("cli.wrong.port", text));
    }

    /** Parses state names, ignoring case, with hyphens or underscores. */
    Set<PaymentState> states(List<String> names) throws RefusedException {
        Set<PaymentState> states = EnumSet.noneOf(PaymentState.class);
        for (String name : names) {
            states.add(state(name));
        }
        return states;
    }

    private PaymentState state(String name) throws RefusedException {
        try {
            return PaymentState.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(texts.get("cli.wrong.state", name));
        }
    }
}
