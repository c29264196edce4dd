package uz.fiskaldesk.desk;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Sent;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.sending.SendingModel;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Passes what the sender reports to the view models, on the JavaFX thread.
 *
 * @param window runs tasks on the JavaFX thread
 */
record SenderResults(Executor window, Supplier<SendingModel> sending, HealthModel health) implements Sender.Listener {
    @Override
    public void sent(Sent result) {
        window.execute(() -> sending.get().sent(result));
    }

    @Override
    public void failed(TransactionId id, LedgerException trouble) {
        window.execute(() -> sending.get().failed(id, trouble));
    }

    @Override
    public void probed(TillInfo info) {
        window.execute(() -> health.update(info));
    }
}
