package uz.fiskaldesk.desk.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.phone.Pairing;
import uz.fiskaldesk.phone.PhoneDesk;
import uz.fiskaldesk.phone.PhoneServer;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/**
 * Takes photos of receipts from a phone in the shop's network. The desk listens only while {@link Page#PHONE} is open;
 * a receipt that a phone has sent is captured like a picture that was dropped on the window, and closes the page. Used
 * on the JavaFX thread, except where noted.
 */
public final class PhoneModel implements AutoCloseable {
    /** How long a phone is remembered at most, for shifts that nobody closes. */
    static final Duration LONGEST_SHIFT = Duration.ofHours(16);

    /** A picture is read within 20 s of a free thread. */
    private static final Duration LONGEST_READING = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(PhoneModel.class);

    private final ReadOnlyObjectProperty<Settings.Phone> settings;
    private final PageModel pages;
    private final PhotoCapture photos;
    private final Supplier<List<LanNetwork>> findNetworks;
    private final BackgroundTasks tasks;
    private final Executor window;
    private final Clock clock;
    private final Pairing pairing = new Pairing();
    private final PhoneListener listener = new PhoneListener();
    /** Ends the waiting of phones for an answer. */
    private final CompletableFuture<PhoneDesk.Reply> closed = new CompletableFuture<>();

    private final ReadOnlyObjectWrapper<PhoneState> state = new ReadOnlyObjectWrapper<>(new PhoneState.Closed());
    private final ReadOnlyObjectWrapper<List<LanNetwork>> networks = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable LanNetwork> network = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable LocalizedText> refusal = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty remembers = new SimpleBooleanProperty();
    private Instant pairedAt = Instant.EPOCH;
    private @Nullable PhoneServer server;
    private @Nullable String chosenAdapter;
    /** Null until the first window is built; before, no phone can be paired. */
    private volatile @Nullable Messages messages;

    /** @param findNetworks called in the background */
    public PhoneModel(
            ReadOnlyObjectProperty<Settings.Phone> settings,
            PageModel pages,
            PhotoCapture photos,
            Supplier<List<LanNetwork>> findNetworks,
            BackgroundTasks tasks,
            Executor window,
            Clock clock) {
        this.settings = settings;
        this.pages = pages;
        this.photos = photos;
        this.findNetworks = findNetworks;
        this.tasks = tasks;
        this.window = window;
        this.clock = clock;
        this.chosenAdapter = settings.get().network();
        pages.current().subscribe((before, now) -> {
            if (now == Page.PHONE) {
                open();
            } else if (before == Page.PHONE) {
                shut();
            }
        });
    }

    /** Sets the language of the page on the phone. */
    public void setMessages(Messages now) {
        messages = now;
    }

    private Messages messages() {
        return Objects.requireNonNull(messages);
    }

    private PhoneDesk.Reply notPaired() {
        return new PhoneDesk.Reply(false, messages().texts().get("phone.page.not-paired"));
    }

    /** Whether the settings switch it on. */
    public ObservableValue<Boolean> on() {
        return settings.map(Settings.Phone::on);
    }

    public ReadOnlyObjectProperty<PhoneState> state() {
        return state.getReadOnlyProperty();
    }

    /** The local networks of this computer; more than one need a choice. */
    public ReadOnlyObjectProperty<List<LanNetwork>> networks() {
        return networks.getReadOnlyProperty();
    }

    /** The network in which the desk listens; null if it does not. */
    public ReadOnlyObjectProperty<@Nullable LanNetwork> network() {
        return network.getReadOnlyProperty();
    }

    /** Why the last picture was not taken; null if it was, or if there is none. */
    public ReadOnlyObjectProperty<@Nullable LocalizedText> refusal() {
        return refusal.getReadOnlyProperty();
    }

    /** Whether the phone need not scan a new link for the next receipt of this shift. */
    public BooleanProperty remembers() {
        return remembers;
    }

    /** The port that a firewall has to let through. */
    public int port() {
        return settings.get().port();
    }

    /** Opens the page, or leaves it if it is open. */
    public void toggle() {
        pages.toggle(Page.PHONE);
    }

    private void open() {
        refusal.set(null);
        if (!settings.get().on()) {
            state.set(new PhoneState.Off());
            return;
        }
        if (!remembers.get() || Deadlines.isElapsed(pairedAt, LONGEST_SHIFT, clock.instant())) {
            pairing.forget();
        }
        state.set(new PhoneState.Starting());
        long decision = listener.decide();
        tasks.inBackground(findNetworks, found -> listen(decision, found), () -> failed(decision));
    }

    private void listen(long decision, List<LanNetwork> found) {
        if (!listener.isLatest(decision)) {
            return;
        }
        networks.set(found);
        LanNetwork chosen = found.stream()
                .filter(each -> each.adapter().equals(chosenAdapter))
                .findFirst()
                .orElse(found.isEmpty() ? null : found.getFirst());
        network.set(chosen);
        if (chosen == null) {
            state.set(new PhoneState.NoNetwork());
            return;
        }
        tasks.inBackground(
                () -> start(decision, chosen),
                started -> started.ifPresent(opened -> show(decision, opened)),
                () -> failed(decision));
    }

    private Optional<Started> start(long decision, LanNetwork chosen) {
        try {
            return listener.open(decision, () -> PhoneServer.start(chosen, port(), pairing, new Desk()))
                    .map(opened -> new Started(opened, null));
        } catch (ServerException e) {
            return Optional.of(new Started(null, messages -> e.in(messages.texts())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Either the server or why it could not be started. */
    private record Started(
            @Nullable PhoneServer server, @Nullable LocalizedText trouble) {}

    private void show(long decision, Started started) {
        if (!listener.isLatest(decision)) {
            return;
        }
        server = started.server();
        if (started.trouble() != null) {
            state.set(new PhoneState.Failed(started.trouble()));
        } else if (pairing.hasPhone()) {
            state.set(new PhoneState.Paired());
        } else {
            renewLink();
        }
    }

    private void failed(long decision) {
        if (listener.isLatest(decision)) {
            state.set(new PhoneState.Failed(LocalizedText.of("phone.failed")));
        }
    }

    /** Shows a new link. An earlier link and the phone that has used it do not work any more. */
    public void renewLink() {
        PhoneServer open = server;
        if (open != null) {
            URI link = open.link(pairing.renew());
            state.set(new PhoneState.Waiting(link));
        }
    }

    /** Listens in another network. */
    public void choose(LanNetwork other) {
        if (!other.equals(network.get()) && pages.currentPage() == Page.PHONE) {
            chosenAdapter = other.adapter();
            shut();
            open();
        }
    }

    /** Forgets the remembered phone, as the shift has ended. */
    public void shiftClosed() {
        remembers.set(false);
        pairing.forget();
    }

    private void shut() {
        long decision = listener.decide();
        server = null;
        network.set(null);
        state.set(new PhoneState.Closed());
        if (!remembers.get()) {
            // An answer under way still arrives; the next picture needs a new link.
            pairing.forget();
        }
        tasks.inBackground(
                () -> {
                    listener.close(decision);
                    return decision;
                },
                _ -> {});
    }

    private void paired() {
        if (state.get() instanceof PhoneState.Waiting) {
            pairedAt = clock.instant();
            state.set(new PhoneState.Paired());
        }
    }

    private void take(byte[] picture, CompletableFuture<PhoneDesk.Reply> reply) {
        if (pages.currentPage() != Page.PHONE || !(state.get() instanceof PhoneState.Paired)) {
            reply.complete(notPaired());
            return;
        }
        refusal.set(null);
        photos.capture(picture, result -> {
            if (result.closesPage() && pages.currentPage() == Page.PHONE) {
                pages.back();
            }
            refusal.set(result.closesPage() ? null : result.sentence());
            reply.complete(new PhoneDesk.Reply(result.taken(), result.sentence().in(messages())));
        });
    }

    /** Stops listening; a phone that waits for an answer is told that it is not connected. Called on any thread; blocks for seconds. */
    @Override
    public void close() {
        pairing.forget();
        if (messages != null) {
            closed.complete(notPaired());
        }
        listener.close(listener.decide());
    }

    /** Passes what happens on the server's threads to the JavaFX thread. */
    private final class Desk implements PhoneDesk {
        @Override
        public Translations texts() {
            return messages().texts();
        }

        @Override
        public void paired() {
            window.execute(PhoneModel.this::paired);
        }

        @Override
        public Reply read(byte[] picture) throws InterruptedException {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            window.execute(() -> take(picture, reply));
            try {
                return reply.applyToEither(closed, answer -> answer).get(LONGEST_READING.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn("a picture of a phone was not read", e);
                return new Reply(false, texts().get("phone.page.look"));
            }
        }
    }
}
