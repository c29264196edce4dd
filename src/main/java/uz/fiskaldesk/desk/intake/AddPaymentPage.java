package uz.fiskaldesk.desk.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.wording.IntakeMessages;

/** The form to add a payment by hand. */
public final class AddPaymentPage extends FormPage {
    private final Map<PaymentField, TextField> fields = new EnumMap<>(PaymentField.class);
    private final Map<PaymentField, Label> problems = new EnumMap<>(PaymentField.class);

    private final Map<PaymentField, FlowPane> choices = new EnumMap<>(PaymentField.class);

    private final IntakeMessages intake;

    public AddPaymentPage(Ui ui, AddPaymentModel adding, Runnable back) {
        super(ui, "add-page", "add.title", back);
        intake = new IntakeMessages(ui.messages().texts());
        List<Node> rows = new ArrayList<>();
        rows.add(ui.wrappedLabel(ui.text("add.how"), "muted"));
        rows.add(ui.button("add-paste", "add.paste", Shortcut.PASTE, () -> paste(adding), "action"));
        for (PaymentField field : AddPaymentModel.FIELDS) {
            TextField input = ui.field("add-" + field.column(), prompt(field), adding.text(field));
            Label problem = ui.wrappedLabel("", "danger-text");
            problem.setId("add-" + field.column() + "-problem");
            Label name = ui.label(intake.field(field), "field-name");
            name.setLabelFor(input);
            FlowPane choices = new FlowPane(6, 6);
            this.choices.put(field, choices);
            VBox named = new VBox(3, name, input, choices, problem);
            named.getStyleClass().add("labelled");
            fields.put(field, input);
            problems.put(field, problem);
            rows.add(named);
            if (field == PaymentField.TRANSACTION_ID && adding.providers().size() > 1) {
                // Below the ID, which has the focus, so that it is in sight without scrolling.
                rows.add(ui.labelled("field.provider", choice(adding)));
            }
            ui.observe(adding.provider(), provider -> {
                Ui.setShown(named, adding.has(field));
                if (field == PaymentField.TRANSACTION_ID) {
                    input.setPromptText(provider.exampleId());
                    name.setText(intake.field(adding.idField()));
                }
            });
        }
        setContent(rows);
        addSubmitButtons("add-do", "action.add", adding::add);
        ui.observe(adding.problems(), this::show);
        ui.observe(adding.choices(), now -> showChoices(adding, now));
    }

    private static void paste(AddPaymentModel adding) {
        String text = Clipboard.getSystemClipboard().getString();
        adding.paste(text == null ? "" : text);
    }

    private void showChoices(AddPaymentModel adding, Map<PaymentField, List<String>> now) {
        choices.forEach((field, row) -> {
            List<String> values = now.getOrDefault(field, List.of());
            List<Node> nodes = new ArrayList<>();
            if (!values.isEmpty()) {
                nodes.add(ui.label(ui.text("add.choose"), "muted"));
            }
            for (String value : values) {
                Button choice = new Button(field == PaymentField.TRANSACTION_ID ? withProvider(adding, value) : value);
                choice.setId("add-" + field.column() + "-choice-" + nodes.size());
                choice.getStyleClass().add("action");
                choice.setOnAction(_ -> adding.choose(field, value));
                nodes.add(choice);
            }
            Ui.replaceChildren(row, nodes, () -> Objects.requireNonNull(fields.get(field)));
            Ui.setShown(row, !values.isEmpty());
        });
    }

    private String withProvider(AddPaymentModel adding, String id) {
        TransactionId known = TransactionId.of(id);
        return adding.providers().size() > 1 ? ui.text(known.provider().nameKey()) + ": " + known.text() : known.text();
    }

    private ComboBox<Provider> choice(AddPaymentModel adding) {
        ComboBox<Provider> box = new ComboBox<>();
        box.setId("add-provider");
        box.setMinHeight(44);
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(adding.providers());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Provider provider) {
                return provider == null ? "" : ui.text(provider.nameKey());
            }

            @Override
            public Provider fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        });
        box.valueProperty().bindBidirectional(adding.provider());
        return box;
    }

    private void show(List<FieldProblem> now) {
        problems.values().forEach(label -> Ui.setShown(label, false));
        for (FieldProblem problem : now.reversed()) {
            Label label = problem.field() == null ? null : problems.get(problem.field());
            TextField input = problem.field() == null ? null : fields.get(problem.field());
            if (label != null && input != null) {
                label.setText(intake.problem(problem));
                Ui.setShown(label, true);
                input.requestFocus();
            }
        }
    }

    /** An example for values whose format is not obvious. */
    private static String prompt(PaymentField field) {
        return switch (field) {
            case PAID_AT -> "add.prompt.paid-at";
            case AMOUNT -> "add.prompt.amount";
            case TRANSACTION_ID, PAYMENT_ID, PHONE, CARD, NOTE, PROVIDER, RECEIPT -> "";
        };
    }

    @Override
    public Node initialFocus() {
        return fields.values().iterator().next();
    }
}
