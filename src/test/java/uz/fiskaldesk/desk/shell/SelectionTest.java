package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.InvalidationListener;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Tests that only the cashier changes the selection: whatever another till does, a receipt goes to the payment that was
 * shown. {@code soak.sequences} sets the number of random sequences of acts; {@code soak.seed} reproduces a run.
 */
class SelectionTest extends WindowTest {
    private static final int SEQUENCES = Integer.getInteger("soak.sequences", 24);
    private static final int ACTS = 12;
    private static final Duration LOOKED_AT = Duration.ofMillis(700);

    private @Nullable OtherTill other;
    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final AtomicInteger shows = new AtomicInteger();

    private OtherTill other() {
        return Objects.requireNonNull(other);
    }

    @AfterEach
    void closeTheOther() {
        if (other != null) {
            other.close();
        }
    }

    private void openBeside(int payments) {
        OtherTill till = new OtherTill(sessions);
        other = till;
        for (int n = 1; n <= payments; n++) {
            till.add(n, 100_000 - 60 * n);
        }
        open();
        until("the newest is selected", () -> model().list().isSelected(id(payments)));
        onWindow(() -> {
            InvalidationListener counted = _ -> {
                model().list().totals().counts().get();
                shows.incrementAndGet();
            };
            model().list().totals().counts().addListener(counted);
            return null;
        });
        notice();
        until("the payments are listed", () -> model().list().rows().size() == Math.min(payments, 100));
    }

    /** Reads the list again, as the desk does every second, and waits until the result is shown. */
    private void notice() {
        // The first result may be that of a read that was in progress already.
        for (int i = 0; i < 2; i++) {
            int before = onWindow(() -> {
                int now = shows.get();
                model().list().refresh();
                return now;
            });
            until("the list was read", () -> shows.get() > before);
        }
    }

    @SuppressWarnings("unchecked")
    private static ListView<LedgerEntry> view() {
        return (ListView<LedgerEntry>) find("#payments").orElseThrow();
    }

    private static @Nullable TransactionId highlighted() {
        return onWindow(() -> {
            LedgerEntry entry = view().getSelectionModel().getSelectedItem();
            return entry == null ? null : entry.transactionId();
        });
    }

    private static Node cellOf(TransactionId id) {
        return onWindow(() -> view().lookupAll(".list-cell").stream()
                .filter(node -> node instanceof ListCell<?> cell
                        && !cell.isEmpty()
                        && cell.getItem() instanceof LedgerEntry entry
                        && entry.transactionId().equals(id))
                .findFirst()
                .orElseThrow());
    }

    private static double heightOf(TransactionId id) {
        Node cell = cellOf(id);
        return onWindow(() -> cell.localToScene(0, 0).getY());
    }

    @Test
    void aNewPaymentChangesNeitherTheSelectionNorTheTargetOfTheReceipt() {
        openBeside(5);
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        until("the third is selected", () -> model().list().isSelected(id(3)));
        other().add(6, 1);
        notice();

        assertThat(highlighted()).isEqualTo(id(3));
        untilText("#head-transaction", id(3).toString());
        confirmWith(2421);
        untilState(3, PaymentState.CONFIRMED);
        assertThat(fiscalBox.booked()).containsOnlyKeys(id(3).toString());
    }

    @Test
    void anOfferStaysWhenPaymentsArrive() {
        openBeside(5);
        robot.clickOn(cellOf(id(3)));
        pasteReceipt(2421);
        for (int n = 6; n < 16; n++) {
            other().add(n, 100_000 - 60 * n);
            notice();
        }
        assertThat(highlighted()).isEqualTo(id(3));
        assertThat(isShown("#offer")).isTrue();
        press(KeyCode.ENTER);
        untilState(3, PaymentState.CONFIRMED);
        assertThat(fiscalBox.booked()).containsOnlyKeys(id(3).toString());
    }

    @Test
    void aConfirmationByAnotherTillIsShownAndEnterSendsNothing() {
        openBeside(3);
        pasteReceipt(2421);
        other().confirm(stored(3));
        notice();

        untilShown("#offer-blocked");
        assertThat(highlighted()).isEqualTo(id(3));
        passReviewTime();
        press(KeyCode.ENTER);
        press(KeyCode.ENTER);
        notice();
        assertThat(fiscalBox.confirmations()).isEmpty();
        assertThat(textOf("#head-transaction")).isEqualTo(id(3).toString());
    }

    @Test
    void theListViewSelectsNothingByItself() {
        openBeside(5);
        onWindow(() -> {
            view().getSelectionModel().clearAndSelect(3);
            view().getSelectionModel().selectAll();
            return null;
        });
        assertThat(highlighted()).isEqualTo(id(5));
        untilText("#head-transaction", id(5).toString());
    }

    @Test
    void aClickSelectsTheRowThatWasPressed() {
        openBeside(5);
        robot.moveTo(cellOf(id(3))).press(MouseButton.PRIMARY);
        other().add(6, 1);
        notice();
        robot.release(MouseButton.PRIMARY);

        until("the third is selected", () -> model().list().isSelected(id(3)));
        assertThat(highlighted()).isEqualTo(id(3));
    }

    @Test
    void theRowsStayInPlaceWhenOthersAreInsertedAbove() {
        openBeside(60);
        for (int i = 0; i < 30; i++) {
            press(KeyCode.DOWN);
        }
        until("the 31st is selected", () -> model().list().isSelected(id(30)));
        double before = heightOf(id(30));
        for (int n = 61; n < 66; n++) {
            other().add(n, 100_000 - 60 * n);
            notice();
        }
        assertThat(heightOf(id(30))).isCloseTo(before, org.assertj.core.data.Offset.offset(1.0));
        other().setAside(stored(63));
        other().setAside(stored(40));
        notice();
        assertThat(heightOf(id(30))).isCloseTo(before, org.assertj.core.data.Offset.offset(1.0));
    }

    @Test
    void newRowsAreVisibleWhenTheListIsScrolledToTheTop() {
        openBeside(60);
        other().add(61, 1);
        notice();

        untilRowSays(61, "Pending");
        assertThat(highlighted()).isEqualTo(id(60));
    }

    @Test
    void aSearchKeepsTheSelectionAndEnterSelectsTheFirstMatch() {
        openBeside(5);
        pasteReceipt(2421);
        press(KeyCode.CONTROL, KeyCode.F);
        robot.write(id(2).toString());
        until("one is found", () -> model().list().rows().size() == 1);
        untilShown("#out-of-sight");
        assertThat(highlighted()).isNull();
        assertThat(isShown("#offer")).isTrue();
        assertThat(textOf("#head-transaction")).isEqualTo(id(5).toString());

        press(KeyCode.ENTER);
        until("it is selected", () -> model().list().isSelected(id(2)));
        untilText("#notice", "put away");
        untilHidden("#out-of-sight");
    }

    @Test
    void aReasonAppliesToThePaymentForWhichItWasAsked() {
        openBeside(5);
        press(KeyCode.F9);
        untilFocused("reason");
        robot.write("half a reas");
        other().add(6, 1);
        notice();
        assertThat(textOf("#reason")).isEqualTo("half a reas");
        assertThat(textOf("#head-transaction")).isEqualTo(id(5).toString());

        robot.clickOn(cellOf(id(2)));
        untilHidden("#reason-page");
        assertThat(stored(5).state()).isEqualTo(PaymentState.PENDING);
    }

    // ---- random sequences

    private final List<String> story = new ArrayList<>();
    private final List<Ledger.StartedAttempt> claimed = new ArrayList<>();
    private final List<String> meant = new ArrayList<>();
    private int payments = 30;
    private int scans = 1000;
    private @Nullable TransactionId watched;
    private java.time.Instant watchedSince = TestSessions.NOON;
    private @Nullable OfferedReceipt confirmedEarly;

    @Test
    void theReceiptGoesToThePaymentThatWasShown() {
        System.out.println("sequences: " + SEQUENCES + ", soak.seed=" + seed);
        fiscalBox.play(Scenario.of(Behaviour.confirm()).withTerminal(TILL));
        openBeside(payments);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            story.clear();
            try {
                for (int i = 0; i < ACTS; i++) {
                    oneAct();
                }
                verify();
            } catch (AssertionError e) {
                throw new AssertionError("after " + story + " with soak.seed=" + seed, e);
            }
        }
        System.out.println("receipts sent: " + meant.size());
        assertThat(meant.size()).as("the cashier sent something").isPositive();
    }

    private void oneAct() {
        observe();
        if (random.nextInt(5) < 2) {
            elsewhere();
        } else {
            atTheDesk();
        }
        observe();
    }

    /** Records which payment the right side shows and since when. */
    private void observe() {
        TransactionId now = TransactionId.parse(textOf("#head-transaction")).orElse(null);
        if (!Objects.equals(now, watched)) {
            watched = now;
            watchedSince = sessions.clock().instant();
        }
    }

    private void elsewhere() {
        TransactionId selected = selected();
        OfferedReceipt offer = onWindow(() -> model().capture().offer().get());
        String link = textOf("#link");
        change();
        if (random.nextBoolean()) {
            return;
        }
        notice();
        assertThat(selected()).as("acts of others do not change the selection").isEqualTo(selected);
        assertThat(onWindow(() -> model().capture().offer().get() == null))
                .as("nor do they discard the offer")
                .isEqualTo(offer == null);
        if (isShown("#link")) {
            assertThat(textOf("#link")).isEqualTo(link);
        }
        assertThat(highlighted()).isIn(selected, null);
    }

    private @Nullable TransactionId selected() {
        return onWindow(() -> {
            LedgerEntry entry = model().list().selected().get();
            return entry == null ? null : entry.transactionId();
        });
    }

    private void change() {
        int what = random.nextInt(8);
        OtherTill till = other();
        java.util.random.RandomGenerator dice = random;
        switch (what) {
            case 0, 1, 2 -> {
                payments++;
                story.add("another program adds " + payments);
                till.add(payments, random.nextInt(100_000));
            }
            case 3 ->
                till.any(dice, PaymentState.PENDING).ifPresent(entry -> {
                    story.add("another till confirms " + entry.transactionId());
                    till.confirm(entry);
                });
            case 4 ->
                till.any(dice, PaymentState.PENDING).ifPresent(entry -> {
                    story.add("another till claims " + entry.transactionId());
                    till.claim(entry).ifPresent(claimed::add);
                });
            case 5 -> {
                if (!claimed.isEmpty()) {
                    Ledger.StartedAttempt begun = claimed.removeFirst();
                    story.add("another till has its answer for " + begun.entry().transactionId());
                    till.answer(begun, random.nextBoolean());
                }
            }
            case 6 ->
                till.any(dice, PaymentState.PENDING, PaymentState.READY, PaymentState.REJECTED)
                        .ifPresent(entry -> {
                            story.add("another till sets aside " + entry.transactionId());
                            till.setAside(entry);
                        });
            default ->
                till.any(dice, PaymentState.SET_ASIDE).ifPresent(entry -> {
                    story.add("another till puts back " + entry.transactionId());
                    till.restore(entry);
                });
        }
    }

    private void atTheDesk() {
        switch (random.nextInt(12)) {
            case 0 -> key(KeyCode.DOWN);
            case 1 -> key(KeyCode.UP);
            case 2 -> key(random.nextBoolean() ? KeyCode.PAGE_DOWN : KeyCode.PAGE_UP);
            case 3 -> click();
            case 4 -> scan();
            case 5, 6, 7 -> {
                scan();
                enter();
            }
            case 8 -> enter();
            case 9 -> {
                int millis = random.nextInt(1500);
                story.add("looks for " + millis + " ms");
                pass(millis);
            }
            case 10 -> lookElsewhere();
            default -> key(KeyCode.ESCAPE);
        }
    }

    private void key(KeyCode key) {
        story.add("presses " + key);
        fire(key);
    }

    /** Fires the event directly; the robot would wait for several pulses, too long for thousands of sequences. */
    private static void fire(KeyCode key) {
        onWindow(() -> {
            Scene scene = stage().getScene();
            Node at = scene.getFocusOwner();
            for (EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(at == null ? scene : at, new KeyEvent(type, "", "", key, false, false, false, false));
            }
            return null;
        });
    }

    private void click() {
        TransactionId clicked = onWindow(() -> {
            List<Node> inSight = view().lookupAll(".list-cell").stream()
                    .filter(node -> node instanceof ListCell<?> cell && !cell.isEmpty())
                    .filter(node -> view().localToScene(view().getBoundsInLocal())
                            .contains(node.localToScene(node.getBoundsInLocal())))
                    .toList();
            if (inSight.isEmpty()) {
                return null;
            }
            Node node = inSight.get(random.nextInt(inSight.size()));
            TransactionId id = ((LedgerEntry) ((ListCell<?>) node).getItem()).transactionId();
            fire(node, MouseEvent.MOUSE_PRESSED);
            fire(node, MouseEvent.MOUSE_RELEASED);
            fire(node, MouseEvent.MOUSE_CLICKED);
            return id;
        });
        if (clicked != null) {
            story.add("clicks on " + clicked);
            assertThat(selected()).isEqualTo(clicked);
        }
    }

    private static void fire(Node node, EventType<MouseEvent> type) {
        boolean down = type == MouseEvent.MOUSE_PRESSED;
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        5,
                        5,
                        5,
                        5,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        false,
                        false,
                        true,
                        null));
    }

    private void scan() {
        int number = scans++;
        story.add("scans " + number);
        onWindow(() -> {
            model().scanner().scanned(new Scan(link(number), Scan.Ending.ENTER));
            return null;
        });
        pass(random.nextInt(1400));
    }

    /** Lets time pass. A receipt that was confirmed early is sent when its review time is over. */
    private void pass(int millis) {
        OfferedReceipt early = confirmedEarly;
        java.time.Instant then = sessions.clock().instant().plusMillis(millis);
        int before = fiscalBox.confirmations().size();
        boolean sends = early != null
                && !then.isBefore(early.shownSince().plus(LOOKED_AT))
                && early.equals(onWindow(() -> model().capture().offer().get()));
        sessions.advanceClock(Duration.ofMillis(millis));
        if (sends) {
            confirmedEarly = null;
            story.add("which sends the receipt that was confirmed early");
            untilOfferChanges(early);
            recordSent(before, watched);
        }
    }

    private void lookElsewhere() {
        PaymentFilter filter = List.of(PaymentFilter.values()).get(random.nextInt(PaymentFilter.values().length));
        String words = random.nextInt(3) == 0
                ? "a12fc00f"
                : random.nextInt(3) == 0 ? id(random.nextInt(30) + 1).toString() : "";
        boolean oldestFirst = random.nextInt(4) == 0;
        story.add("lists " + filter + " '" + words + "'");
        TransactionId before = selected();
        onWindow(() -> {
            model().list().filter().set(random.nextInt(3) == 0 ? filter : PaymentFilter.TO_DO);
            model().list().search().set(words);
            model().list().oldestFirst().set(oldestFirst);
            return null;
        });
        notice();
        if (before != null) {
            assertThat(selected()).isEqualTo(before);
        }
    }

    private void enter() {
        observe();
        boolean looked = !sessions.clock().instant().isBefore(watchedSince.plus(LOOKED_AT));
        OfferedReceipt offer = onWindow(() -> model().capture().offer().get());
        boolean sends = onWindow(() -> model().capture().canSend());
        boolean early =
                onWindow(() -> !model().capture().canSend() && model().capture().canConfirmEarly());
        int before = fiscalBox.confirmations().size();
        TransactionId onScreen = watched;
        story.add("presses Enter at " + onScreen + (looked ? "" : ", which came only just now"));
        fire(KeyCode.ENTER);
        confirmedEarly = early && "confirm".equals(focused()) ? offer : null;
        if (sends && "confirm".equals(focused())) {
            untilOfferChanges(offer);
        }
        if (recordSent(before, onScreen)) {
            assertThat(looked)
                    .as("nothing is sent without the minimum review time")
                    .isTrue();
        }
    }

    private void untilOfferChanges(@Nullable OfferedReceipt offer) {
        until(
                "something comes of it",
                () -> !Objects.equals(model().capture().offer().get(), offer));
    }

    /** Records what was sent, which must be for the payment on the screen; returns whether anything was. */
    private boolean recordSent(int before, @Nullable TransactionId onScreen) {
        until("nothing is under way", () -> model().sender().inFlightCount() == 0);
        List<RecordedRequest> all = fiscalBox.confirmations();
        for (RecordedRequest request : all.subList(before, all.size())) {
            assertThat(request.transactionId()).isEqualTo(String.valueOf(onScreen));
            meant.add(request.transactionId());
            // The window hears of the result a moment after the sender is idle, and then selects the next payment.
            until("the result is shown", () -> hasMovedOnFrom(onScreen));
        }
        return all.size() > before;
    }

    private boolean hasMovedOnFrom(@Nullable TransactionId sent) {
        return sent == null
                || !model().list().isSelected(sent)
                || !model().capture().isIdle()
                || model().list().rows().stream().noneMatch(row -> row.state() == PaymentState.PENDING);
    }

    /** Checks that exactly the intended payments were sent, each once. */
    private void verify() {
        notice();
        List<String> sent = fiscalBox.confirmations().stream()
                .map(RecordedRequest::transactionId)
                .toList();
        assertThat(sent).isEqualTo(meant);
        TransactionId selected = selected();
        assertThat(textOf("#head-transaction")).isEqualTo(selected == null ? "" : selected.toString());
    }
}
