package uz.fiskaldesk.desk.start;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.desk.capture.ScannerTestModel;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.FormProblem;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.settings.AddressModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.support.Settings;

/**
 * The guide of the first start. The language is saved when it is chosen; the address is saved at the end, because that starts a
 * new session.
 */
public final class StartModel {
    /** The steps in their order. */
    public enum Step {
        LANGUAGE,
        ADDRESS,
        DEVICES,
        PRACTICE
    }

    private final PageModel pages;
    private final ApprovalModel approval;
    private final Consumer<Settings> save;
    private final AddressModel address;
    private final PracticeModel practice;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.LANGUAGE);
    private final ObjectProperty<@Nullable FormProblem> problem = new SimpleObjectProperty<>();
    private Supplier<Settings> settings = () -> Settings.DEFAULT;
    private boolean awaitsList;

    /**
     * @param fiscalBoxAt creates a client for an address that is being tested
     * @param save saves the settings and applies them
     */
    public StartModel(
            PageModel pages,
            ApprovalModel approval,
            BackgroundTasks tasks,
            Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt,
            ScannerTestModel scannerTest,
            PracticeModel practice,
            Consumer<Settings> save) {
        this.pages = pages;
        this.approval = approval;
        this.save = save;
        this.address = new AddressModel(tasks, fiscalBoxAt);
        this.practice = practice;
        scannerTest.result().subscribe((_, found) -> {
            if (found != null && step.get() == Step.PRACTICE && pages.currentPage() == Page.START) {
                practice.scanned(found.arrived());
            }
        });
        pages.current().subscribe((before, _) -> {
            if (before == Page.START) {
                practice.end();
            }
        });
    }

    public ReadOnlyObjectProperty<Step> step() {
        return step.getReadOnlyProperty();
    }

    public AddressModel address() {
        return address;
    }

    public PracticeModel practice() {
        return practice;
    }

    /** What is wrong with the address; null if nothing is known to be wrong. */
    public ObjectProperty<@Nullable FormProblem> problem() {
        return problem;
    }

    /**
     * Opens the guide at its first step.
     *
     * @param current supplies the settings; called again at the end, because the language may have been changed meanwhile
     */
    public void open(Supplier<Settings> current) {
        settings = current;
        address.show(current.get());
        problem.set(null);
        step.set(Step.LANGUAGE);
        pages.open(Page.START);
    }

    /** Opens the guide when the list has been read and has no payment. */
    public void openIfEmpty(PaymentListModel list, Supplier<Settings> current) {
        awaitsList = true;
        list.totals().counts().subscribe((_, counts) -> {
            if (awaitsList && !counts.isEmpty()) {
                awaitsList = false;
                if (counts.getOrDefault(PaymentFilter.ALL, 0L) == 0 && pages.currentPage() == Page.RECEIPT) {
                    open(current);
                }
            }
        });
    }

    public void check() {
        problem.set(address.check() ? null : FormProblem.of(address.text(), "settings.bad-address"));
    }

    /** Does what the step is about, or goes on to the next one. */
    public void next() {
        switch (step.get()) {
            case LANGUAGE -> step.set(Step.ADDRESS);
            case ADDRESS -> {
                if (address.value().isEmpty()) {
                    problem.set(FormProblem.of(address.text(), "settings.bad-address"));
                } else {
                    problem.set(null);
                    step.set(Step.DEVICES);
                }
            }
            case DEVICES -> {
                practice.begin();
                step.set(Step.PRACTICE);
            }
            case PRACTICE -> practise();
        }
    }

    private void practise() {
        switch (practice.stage().get()) {
            case PREPARING, SENDING -> {}
            case SCAN, SCAN_AGAIN -> practice.takeReceipt();
            case COMPARE -> practice.confirm();
            case CONFIRMED, FAILED -> finish();
        }
    }

    /** Goes back one step. */
    public void previous() {
        step.set(
                switch (step.get()) {
                    case LANGUAGE, ADDRESS -> Step.LANGUAGE;
                    case DEVICES -> Step.ADDRESS;
                    case PRACTICE -> Step.DEVICES;
                });
    }

    /** Leaves the guide before its end. An address that was accepted is saved. */
    public void leave() {
        switch (step.get()) {
            case LANGUAGE, ADDRESS -> pages.back();
            case DEVICES, PRACTICE -> finish();
        }
    }

    /** Saves the address and ends the guide. */
    public void finish() {
        FiscalBoxAddress given = address.value().orElse(null);
        if (given == null) {
            step.set(Step.ADDRESS);
            problem.set(FormProblem.of(address.text(), "settings.bad-address"));
            return;
        }
        approval.requestIfGuarded(List.of(GuardedAct.SETTINGS), _ -> {
            pages.back();
            save.accept(settings.get().withApiUrl(given.toString()));
        });
    }
}
