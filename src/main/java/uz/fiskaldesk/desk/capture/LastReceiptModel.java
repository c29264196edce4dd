package uz.fiskaldesk.desk.capture;

import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Captures the till's last receipt without scanning it. The receipt that was shown is the one that is sent: a receipt that is
 * printed meanwhile changes nothing.
 */
public final class LastReceiptModel {
    private final FiscalApi fiscalBox;
    private final CaptureModel capture;
    private final PaymentListModel list;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();

    public LastReceiptModel(
            FiscalApi fiscalBox,
            CaptureModel capture,
            PaymentListModel list,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.fiscalBox = fiscalBox;
        this.capture = capture;
        this.list = list;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** Whether FiscalBox is being queried. */
    public ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /**
     * Queries FiscalBox in the background and captures the receipt, unless another payment is selected or another receipt
     * captured meanwhile.
     */
    public void capture() {
        if (asking.get()) {
            return;
        }
        Optional<TransactionId> before = selectedId();
        int number = capture.order().start();
        asking.set(true);
        capture.refusal().set(null);
        tasks.inBackground(
                fiscalBox::lastReceipt,
                answer -> {
                    asking.set(false);
                    if (!selectedId().equals(before)) {
                        notices.warning("last-receipt.other-selected");
                    } else if (!capture.order().isLatest(number)) {
                        notices.warning("capture.overtaken");
                    } else {
                        capture(answer);
                    }
                },
                () -> asking.set(false));
    }

    private Optional<TransactionId> selectedId() {
        return Optional.ofNullable(list.selected().get()).map(LedgerEntry::transactionId);
    }

    private void capture(LastReceipt answer) {
        switch (answer) {
            case LastReceipt.Printed printed when printed.refund() -> refuse("last-receipt.refund");
            case LastReceipt.Printed printed -> capture.captureLastReceipt(printed);
            case LastReceipt.None _ -> refuse("last-receipt.none");
            case LastReceipt.Trouble(Answer said) ->
                capture.showRefusal(messages -> {
                    String advice = messages.texts()
                            .get(Advice.onCode(said.code(), said.message()).key());
                    return advice + " " + messages.texts().get("standing.said", messages.rawAnswer(said));
                });
            case LastReceipt.Down _ -> refuse("last-receipt.down");
        }
    }

    private void refuse(String key) {
        capture.showRefusal(LocalizedText.of(key));
    }
}
