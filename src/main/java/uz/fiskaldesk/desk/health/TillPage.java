package uz.fiskaldesk.desk.health;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.sending.StoredReceiptsModel;
import uz.fiskaldesk.wording.TillMessages;

/** The health of the till: whether payments can be taken, what will prevent it soon, and what helps; and the other parts. */
public final class TillPage extends FormPage {
    private final HealthModel health;
    private final TillMessages words;
    private final Button sendReceipts;
    private final Button check;
    private final Node others;

    /**
     * @param others the state of the other parts
     * @param support opens what would be sent to the support
     */
    public TillPage(
            Ui ui,
            HealthModel health,
            StoredReceiptsModel keptReceipts,
            ReprintModel reprint,
            Node others,
            Runnable support,
            Runnable back) {
        super(ui, "till-page", "till.title", back);
        this.health = health;
        this.others = others;
        check = ui.button("till-check", "till.check", health::query, "action");
        words = new TillMessages(ui.messages());
        sendReceipts = ui.button("till-send-receipts", "action.send-kept", keptReceipts::send, "action");
        sendReceipts.disableProperty().bind(keptReceipts.sending());
        Button print = ui.button("till-reprint", "action.reprint", reprint::print, "action");
        print.disableProperty().bind(reprint.printing());
        addBackButton(print, ui.button("till-support", "support.title", support, "action"));
        ui.observe(health.till(), this::show);
    }

    private void show(@Nullable TillHealth till) {
        if (till == null) {
            setContent(ui.wrappedLabel(ui.text("till.asking"), "muted"), others);
            return;
        }
        if (health.isAddressMissing()) {
            setContent(box("verdict", ui.text("advice.no-address"), "warning-box"), check, others);
            return;
        }
        List<Node> lines = new ArrayList<>();
        lines.add(box("verdict", words.verdict(till), till.isSafeForPayment() ? "success-box" : "danger-box"));
        for (TillWarning warning : till.warnings()) {
            lines.add(box(
                    warning.code(), words.sentence(warning), warning.blocksPayments() ? "danger-box" : "warning-box"));
        }
        if (till.needsReceiptsSent()) {
            lines.add(sendReceipts);
        }
        words.facts(till).forEach(fact -> lines.add(ui.wrappedLabel(fact)));
        lines.add(check);
        lines.add(others);
        setContent(lines);
    }

    private Label box(String name, String text, String style) {
        Label label = ui.wrappedLabel(text, style);
        label.setId("till-" + name);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }
}
