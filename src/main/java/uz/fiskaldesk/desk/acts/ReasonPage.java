package uz.fiskaldesk.desk.acts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;

/** The form for the reason why a payment is set aside or confirmed by hand, with buttons for the usual reasons. */
public final class ReasonPage extends FormPage {
    private final ReasonModel asked;
    private final TextField reason;
    private final Label what;
    private final FlowPane receipts = new FlowPane(8, 8);
    private final FlowPane ready = new FlowPane(8, 8);
    private final Button button;

    public ReasonPage(Ui ui, ReasonModel asked, Runnable back) {
        super(ui, "reason-page", "action.set-aside", back);
        this.asked = asked;
        what = ui.wrappedLabel("", "reason-what");
        reason = ui.field("reason", "reason.prompt", asked.reason());
        setContent(what, receipts, ready, ui.labelled("reason.own", reason));
        button = addSubmitButtons("reason-do", "action.set-aside", asked::submit);
        ui.observe(asked.question(), this::show);
        ui.observe(asked.reason(), _ -> enable());
        ui.observe(asked.validReceipt(), _ -> enable());
    }

    private void show(ReasonModel.@Nullable Question question) {
        if (question == null) {
            return;
        }
        boolean aside = question.act() == ReasonModel.ReasonedAct.SET_ASIDE;
        boolean conflict = !question.receipts().isEmpty();
        String action = aside ? "action.set-aside" : conflict ? "action.holds" : "action.by-hand";
        what.setText(ui.text(aside ? "reason.set-aside" : conflict ? "reason.holds" : "reason.by-hand"));
        title.setText(ui.text(action));
        button.setText(ui.text(action));
        showReceipts(question);
        ready.getChildren().clear();
        for (String key : question.act().predefinedReasons()) {
            ready.getChildren().add(ui.button(key.replace('.', '-'), key, () -> asked.submit(ui.text(key)), "action"));
        }
    }

    private void showReceipts(ReasonModel.Question question) {
        receipts.getChildren().clear();
        ToggleGroup one = new ToggleGroup();
        for (FiscalReceipt receipt : question.receipts()) {
            ToggleButton choice = new ToggleButton(
                    ui.text("reason.receipt", receipt.receiptNumber(), Formats.dateTime(receipt.issuedAt())));
            choice.getStyleClass().add("action");
            choice.setToggleGroup(one);
            choice.setOnAction(_ -> asked.validReceipt().set(choice.isSelected() ? receipt : null));
            receipts.getChildren().add(choice);
        }
        Ui.setShown(receipts, !question.receipts().isEmpty());
        enable();
    }

    private void enable() {
        ReasonModel.Question question = asked.question().get();
        boolean named = question == null
                || question.receipts().isEmpty()
                || asked.validReceipt().get() != null;
        button.setDisable(asked.reason().get().isBlank() || !named);
    }

    @Override
    public Node initialFocus() {
        return reason;
    }
}
