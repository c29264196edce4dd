package uz.fiskaldesk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.PaymentFields;
import uz.fiskaldesk.intake.PaymentText;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

/** The option {@code --text} of {@code fiskaldesk add}: a message about a payment, in UTF-8. */
final class PaymentMessage {
    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 1 << 16;

    private final Translations texts;
    private final IntakeMessages words;

    private final InputStream standardInput;

    PaymentMessage(Translations texts, InputStream standardInput) {
        this.texts = texts;
        this.standardInput = standardInput;
        this.words = new IntakeMessages(texts);
    }

    /**
     * Reads a message.
     *
     * @param name of the file; a hyphen for standard input
     * @param providers whose IDs are sought
     */
    PaymentText read(String name, Providers providers) throws RefusedException {
        try (InputStream in = name.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(path(name))) {
            return PaymentText.read(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8), providers);
        } catch (IOException e) {
            throw new RefusedException(texts.get("cli.add.text-unreadable", name));
        }
    }

    private Path path(String name) throws RefusedException {
        return new Arguments(texts).path(name);
    }

    /**
     * Prints what will be added.
     *
     * @throws RefusedException if the cashier has to choose between values, or has not agreed yet
     */
    void show(PaymentFields fields, PaymentText message, boolean agreed, Output output) throws RefusedException {
        boolean isOpen = false;
        for (PaymentField field : PaymentField.values()) {
            List<String> choices = message.choices(field);
            if (!fields.text(field).isEmpty()) {
                output.result(texts.get("cli.add.field", words.field(field), fields.text(field)));
            } else if (!choices.isEmpty()) {
                isOpen = true;
                output.result(texts.get("cli.add.choices", words.field(field), String.join(", ", choices)));
            }
        }
        if (isOpen) {
            throw new RefusedException(texts.get("cli.add.choose"));
        }
        if (!agreed) {
            throw new RefusedException(texts.get("cli.add.compare"));
        }
    }
}
