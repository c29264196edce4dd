package uz.fiskaldesk.desk.health;

import java.time.Clock;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.support.BackgroundServer;

/**
 * Whether FiscalBox responds and accepts payments, the network to it, its terminal ID, delayed payments, and the states of the servers for other
 * programs.
 */
public final class HealthModel {
    private record Found(TillInfo info, NetworkState network) {}

    private final FiscalApi fiscalBox;
    private final BooleanSupplier isConnected;
    private final boolean addressGiven;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<@Nullable TillInfo> info = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable TillHealth> till = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DelayedPayments> latePayments = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<SessionServer.Kind, BackgroundServer.State>> servers =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<NetworkState> network = new ReadOnlyObjectWrapper<>(NetworkState.UNKNOWN);
    private final ReadOnlyBooleanWrapper querying = new ReadOnlyBooleanWrapper();
    private @Nullable String terminalId;

    /**
     * @param isConnected whether this computer is connected to a network; may take a second
     * @param addressGiven whether {@code fiscalBox} is at an address that somebody has entered
     */
    public HealthModel(
            FiscalApi fiscalBox,
            BooleanSupplier isConnected,
            boolean addressGiven,
            BackgroundTasks tasks,
            Clock clock) {
        this.fiscalBox = fiscalBox;
        this.isConnected = isConnected;
        this.addressGiven = addressGiven;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The last response of FiscalBox; null before the first one. */
    public ReadOnlyObjectProperty<@Nullable TillInfo> info() {
        return info.getReadOnlyProperty();
    }

    /** The health of the till by the last response of FiscalBox; null before the first one. */
    public ReadOnlyObjectProperty<@Nullable TillHealth> till() {
        return till.getReadOnlyProperty();
    }

    /** Whether nobody has entered the address of FiscalBox and it is not at the usual one either, so that nothing is broken. */
    public boolean isAddressMissing() {
        TillHealth now = till.get();
        return !addressGiven && !(now != null && now.info() instanceof TillInfo.Up);
    }

    /** Payments that should have been sent automatically and were not; null if there are none. */
    public ReadOnlyObjectProperty<@Nullable DelayedPayments> latePayments() {
        return latePayments.getReadOnlyProperty();
    }

    public void setLatePayments(@Nullable DelayedPayments now) {
        latePayments.set(now);
    }

    /** The network by the last query of FiscalBox. */
    public ReadOnlyObjectProperty<NetworkState> network() {
        return network.getReadOnlyProperty();
    }

    /** Whether a query of FiscalBox is in progress. */
    public ReadOnlyBooleanProperty querying() {
        return querying.getReadOnlyProperty();
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
        if (querying.get()) {
            return;
        }
        querying.set(true);
        tasks.inBackground(
                () -> {
                    TillInfo info = fiscalBox.info();
                    NetworkState seen = NetworkState.of(info, isConnected);
                    return new Found(info, addressGiven ? seen : seen.withoutAddress());
                },
                found -> {
                    network.set(found.network());
                    update(found.info());
                    querying.set(false);
                },
                () -> querying.set(false));
    }

    /** Takes in a response of FiscalBox, whoever made the query. */
    public void update(TillInfo now) {
        if (now instanceof TillInfo.Up up) {
            terminalId = up.terminalId();
        }
        till.set(TillHealth.of(now, clock.instant()));
        info.set(now);
    }
}
