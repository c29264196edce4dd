package uz.fiskaldesk.desk.capture;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.confirm.Matching.ReceiptProposal;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;

/** Shows the receipts that the POS has made and that may belong to the payment, each with the reason. */
public final class ReceiptProposalsCard extends VBox {
    private final Ui ui;
    private final ReceiptProposalsModel model;
    private final VBox choices = new VBox(8);

    public ReceiptProposalsCard(Ui ui, ReceiptProposalsModel model) {
        super(10);
        this.ui = ui;
        this.model = model;
        setId("proposed-receipts");
        getChildren().setAll(ui.wrappedLabel(ui.text("proposed-receipts.title"), "muted"), choices);
        ui.observe(model.proposals(), this::show);
    }

    private void show(List<ReceiptProposal> proposals) {
        Ui.setShown(this, !proposals.isEmpty());
        choices.getChildren().setAll(proposals.stream().map(this::choice).toList());
    }

    private Button choice(ReceiptProposal proposal) {
        FiscalReceipt receipt = proposal.passed().receipt();
        return ui.choiceButton(
                "proposed-" + receipt.receiptNumber(),
                ui.text("receipt.title", receipt.receiptNumber()),
                Formats.dateTime(receipt.issuedAt()),
                ui.messages().match(proposal.match()),
                () -> model.choose(proposal));
    }
}
