package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.update.ReleaseFolder;

/** The screens that are seen rarely: an empty list, the first start, the phone, an update, the handover, and trouble. */
abstract class RareScreens extends ReceiptScreens {
    /** Opens the window again and again, each time in another situation. */
    final void lookAtRareScreens(double width, double height) throws Exception {
        lookAtTheFirstStart(width, height);
        lookAtAnEmptyList(width, height);
        lookAtThePhone(width, height);
        lookAtAnUpdate(width, height);
        lookAtWhatOthersDid(width, height);
        lookAtTrouble(width, height);
    }

    private void lookAtTheFirstStart(double width, double height) {
        String address = Objects.requireNonNull(sessions.settings().api().url());
        sessions.forgetAddress();
        open(width, height);
        until("the guide is open", () -> model().pages().currentPage() == Page.START);
        lookAt("first start");
        run(() -> model().pages().back());
        lookAt("no address");
        closeWindow();
        sessions.save(sessions.settings().withApiUrl(address));
    }

    private void confirmBySimulator(int n) {
        ReceiptReading.Accepted receipt =
                (ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link(2105));
        sessions.ledger().add(payment(n), receipt.receipt(), act());
        long attempt = sessions.ledger()
                .claim(stored(n), "till 3", sessions.clock().instant(), null)
                .orElseThrow()
                .attemptId();
        assertThat(sessions.ledger()
                        .recordOutcome(
                                attempt,
                                new Outcome.Confirmed(Answer.NONE, true),
                                sessions.clock().instant(),
                                null))
                .isPresent();
    }

    private void lookAtAnEmptyList(double width, double height) {
        open(width, height);
        untilShown("#empty-add");
        lookAt("empty");
        for (PaymentFilter filter : PaymentFilter.values()) {
            run(() -> model().list().filter().set(filter));
            lookAt("empty " + filter);
        }
        sessions.ledger().add(payment(1), null, act());
        until("the payment is listed", () -> model().list().rows().size() == 1);
        run(() -> model().list().search().set("777"));
        until("nothing is found", () -> model().list().rows().isEmpty());
        lookAt("nothing found");
        run(() -> model().settings().open(sessions::settings));
        for (Notice.Kind kind : Notice.Kind.values()) {
            run(() -> model().notices().show(kind, messages -> messages.texts().get("settings.not-saved", folder)));
            lookAt("notice " + kind);
        }
        closeWindow();
    }

    private void lookAtThePhone(double width, double height) throws Exception {
        sessions.usesPhone(
                uz.fiskaldesk.phone.PhoneClient.freePort(),
                new LanNetwork("wlan0", "Wi-Fi", InetAddress.ofLiteral("127.0.0.1")),
                new LanNetwork("eth0", "Ethernet", InetAddress.ofLiteral("127.0.0.2")));
        open(width, height);
        until("the payment is selected", () -> model().list().selected().get() != null);
        run(() -> model().phone().toggle());
        untilShown("#phone-code");
        lookAt("phone");
        closeWindow();
    }

    private void lookAtAnUpdate(double width, double height) throws Exception {
        try (ReleaseFolder releases = new ReleaseFolder()) {
            sessions.updatesFrom(releases.updates(folder, sessions.clock()));
            releases.release("0.2.0", TestSessions.NOON, ReleaseFolder.archive(folder, "exit 1"));
            open(width, height);
            until("the desk is ready", () -> model().list().selected().get() != null);
            model().update().check();
            untilText("#update", "0.2.0");
            run(() -> model().pages().open(Page.UPDATE));
            lookAt("update");
            closeWindow();
        }
    }

    private void lookAtWhatOthersDid(double width, double height) {
        fiscalBox.play(Scenario.confirming().withTerminal(TILL).with(id(2).toString(), Behaviour.timedOut()));
        open(width, height);
        ReceiptReading.Accepted sent = (ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link(2100));
        sessions.ledger().add(payment(2), sent.receipt(), act());
        sessions.ledger().add(payment(3), null, act());
        sessions.ledger().add(payment(4), null, act());
        until("the payments are listed", () -> model().list().rows().size() == 4);
        run(() -> model().list().filter().set(PaymentFilter.ALL));
        run(() -> model().sending().sendAll());
        untilState(2, PaymentState.UNKNOWN);
        attachFromPos(3);
        run(() -> model().list().refresh());
        run(() -> model().list().select(stored(2)));
        run(() -> model().acts().confirmByHand(stored(2), "Видно в FiscalBox", null));
        untilState(2, PaymentState.CONFIRMED);
        run(() -> model().list().select(stored(2)));
        lookAt("by hand");
        confirmBySimulator(5);
        run(() -> model().list().refresh());
        until(
                "both rare filters are shown",
                () -> find("#filter-by-hand").isPresent()
                        && model().list().totals().counts().get().getOrDefault(PaymentFilter.PRACTICE, 0L) == 1);
        run(() -> model().list().select(stored(5)));
        lookAt("confirmed by the simulator");
        run(() -> model().list().select(stored(3)));
        lookAt("waits for the POS");
        sessions.advanceClock(Duration.ofMinutes(11));
        run(() -> model().list().refresh());
        lookAt("receipt known");
        run(() -> model().list().select(stored(4)));
        run(() -> model().capture().captureText(link(2101)));
        until("the duplicate is offered", () -> {
            var offer = model().capture().offer().get();
            return offer != null && offer.takenBy() != null;
        });
        lookAt("duplicate");
        run(() -> model().capture().discard());
        run(() -> model().pages().open(Page.HISTORY));
        untilShown("#history-details");
        lookAt("history folded");
        run(() -> model().shift().toggle());
        until("the report is shown", () -> model().shift().shown().get() != null);
        run(() -> model().shift().note().set("Спросить Азизу про чек 2101"));
        run(() -> model().shift().close());
        until("the shift is closed", () -> model().shift().shown().get().closed());
        lookAt("shift closed");
        run(() -> model().pages().back());
        run(() -> model().shift().toggle());
        until("the next shift knows it", () -> {
            var shown = model().shift().shown().get();
            return shown != null && !shown.closed() && shown.report().previous() != null;
        });
        lookAt("handed over");
        closeWindow();
    }

    private void attachFromPos(int n) {
        sessions.ledger()
                .attach(
                        stored(n),
                        ReceiptLink.parse(link(2101)).orElseThrow(),
                        null,
                        List.of(new Act(Act.Kind.RECEIPT_ATTACHED, "POS", TestSessions.NOON, null)),
                        new Ledger.PosDeadline(TestSessions.NOON.plus(Duration.ofMinutes(10)), false));
    }

    private void lookAtTrouble(double width, double height) throws Exception {
        open(width, height);
        until("the desk is ready", () -> model().list().selected().get() != null);
        whenShown(() -> window().commands().openSupport());
        lookAt("support");
        whenShown(() -> {});
        closeWindow();

        sessions.failsWith(new StackOverflowError("of the migration"));
        open(width, height);
        untilShown("#opening-trouble");
        lookAt("trouble");
        closeWindow();
        sessions.failsWith(null);

        Files.writeString(sessions.settingsFile().path(), "{\"till\": ");
        Files.writeString(sessions.settingsFile().path().resolveSibling("settings.last-good.json"), "{}");
        open(width, height);
        untilShown("#settings-fresh");
        lookAt("trouble with the settings");
        closeWindow();
        Files.delete(sessions.settingsFile().path());

        Supervisor supervisor = TestSupervisor.in(folder, sessions.clock());
        supervisor.set("2407".toCharArray(), "Malika", Supervisor.everything());
        sessions.optionsNeed(supervisor);
        open(width, height);
        untilShown("#pin-page");
        lookAt("trouble with a PIN");
        closeWindow();
    }

    /** Does this after the window was built in another language or theme, such as opening what belongs to no page. */
    abstract void whenShown(Runnable action);
}
