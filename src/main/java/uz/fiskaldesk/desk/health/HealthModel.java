package uz.fiskaldesk.desk.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.support.BackgroundServer;

/**
 * Whether FiscalBox responds, its terminal ID, the difference between its clock and ours, delayed payments, and the states of
 * the servers for other programs.
 */
public final class HealthModel {
    /** FiscalBox refuses requests if the clocks differ by more than this (documentation of FiscalBox). */
    static final Duration CLOCK_MAY_DIFFER = Duration.ofMinutes(5);

    private final FiscalApi fiscalBox;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<@Nullable TillInfo> info = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Duration> clockDifference = new ReadOnlyObjectWrapper<>(Duration.ZERO);
    private final ReadOnlyObjectWrapper<@Nullable DelayedPayments> latePayments = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<SessionServer.Kind, BackgroundServer.State>> servers =
            new ReadOnlyObjectWrapper<>(Map.of());
    private @Nullable String terminalId;
    private boolean querying;

    public HealthModel(FiscalApi fiscalBox, BackgroundTasks tasks, Clock clock) {
        this.fiscalBox = fiscalBox;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The last response of FiscalBox; null before the first one. */
    public ReadOnlyObjectProperty<@Nullable TillInfo> info() {
        return info.getReadOnlyProperty();
    }

    /** How far our clock is ahead of that of FiscalBox; zero if the difference is tolerable. */
    public ReadOnlyObjectProperty<Duration> clockDifference() {
        return clockDifference.getReadOnlyProperty();
    }

    /** Payments that should have been sent automatically and were not; null if there are none. */
    public ReadOnlyObjectProperty<@Nullable DelayedPayments> latePayments() {
        return latePayments.getReadOnlyProperty();
    }

    public void setLatePayments(@Nullable DelayedPayments now) {
        latePayments.set(now);
    }

    /** The states of the servers that are switched on. */
    public ReadOnlyObjectProperty<Map<SessionServer.Kind, BackgroundServer.State>> servers() {
        return servers.getReadOnlyProperty();
    }

    public void setServer(SessionServer.Kind kind, BackgroundServer.State state) {
        Map<SessionServer.Kind, BackgroundServer.State> now = new EnumMap<>(SessionServer.Kind.class);
        now.putAll(servers.get());
        now.put(kind, state);
        servers.set(Collections.unmodifiableMap(now));
    }

    /** The terminal ID of this till; null until FiscalBox has reported it. */
    public @Nullable String terminalId() {
        return terminalId;
    }

    /** Queries FiscalBox in the background, unless a query is in progress. */
    public void query() {
        if (querying) {
            return;
        }
        querying = true;
        tasks.inBackground(
                fiscalBox::info,
                now -> {
                    querying = false;
                    update(now);
                },
                () -> querying = false);
    }

    /** Takes in a response of FiscalBox, whoever made the query. */
    public void update(TillInfo now) {
        if (now instanceof TillInfo.Up up) {
            terminalId = up.terminalId();
            clockDifference.set(Optional.ofNullable(up.clock()).map(this::off).orElse(Duration.ZERO));
        }
        info.set(now);
    }

    private Duration off(Instant theirs) {
        Duration off = Duration.between(theirs, clock.instant());
        return off.abs().compareTo(CLOCK_MAY_DIFFER) > 0 ? off : Duration.ZERO;
    }
}
