package uz.fiskaldesk.desk.capture;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;

/** Proposes payments that an offered receipt fits better. */
final class BetterPaymentsCard extends VBox {
    private final Ui ui;
    private final BetterPaymentsModel model;
    private final VBox choices = new VBox(8);

    BetterPaymentsCard(Ui ui, BetterPaymentsModel model) {
        super(8);
        this.ui = ui;
        this.model = model;
        setId("better-payments");
        getChildren().setAll(ui.wrappedLabel(ui.text("better-payments.title"), "fact"), choices);
        ui.observe(model.proposals(), this::show);
    }

    private void show(List<Proposal> proposals) {
        Ui.setShown(this, !proposals.isEmpty());
        choices.getChildren().setAll(proposals.stream().map(this::choice).toList());
    }

    private Button choice(Proposal proposal) {
        LedgerEntry entry = proposal.entry();
        return ui.choiceButton(
                "better-" + entry.transactionId().key(),
                ui.messages().amount(entry.payment().amount()),
                Formats.dateTime(entry.sortTime()),
                ui.messages().match(proposal.match()),
                () -> model.choose(proposal));
    }
}
