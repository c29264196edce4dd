package uz.fiskaldesk.desk.settings;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.wording.TillMessages;

/** A field for the address of FiscalBox, and the test of the connection to it. */
public final class AddressModel {
    private final BackgroundTasks tasks;
    private final Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable LocalizedText> checked = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper reachable = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyObjectWrapper<@Nullable LocalizedText> warning = new ReadOnlyObjectWrapper<>();
    private int checks;

    /** @param fiscalBoxAt creates a client for an address that is being tested */
    public AddressModel(BackgroundTasks tasks, Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt) {
        this.tasks = tasks;
        this.fiscalBoxAt = fiscalBoxAt;
        text.subscribe(this::changed);
    }

    private void changed(String ignored) {
        checks++;
        checked.set(null);
        reachable.set(true);
        boolean unencrypted = value().filter(FiscalBoxAddress::isUnencrypted).isPresent();
        warning.set(unencrypted ? LocalizedText.of("settings.plain-http") : null);
    }

    /** The field. */
    public StringProperty text() {
        return text;
    }

    /** Whether the connection test found nothing wrong, or is still running. */
    public ReadOnlyBooleanProperty reachable() {
        return reachable.getReadOnlyProperty();
    }

    /** The result of the connection test; null if there is none for the address in the field. */
    public ReadOnlyObjectProperty<@Nullable LocalizedText> checked() {
        return checked.getReadOnlyProperty();
    }

    /** A warning about the address in the field; null if there is none. */
    public ReadOnlyObjectProperty<@Nullable LocalizedText> warning() {
        return warning.getReadOnlyProperty();
    }

    /** The address in the field; empty if it is none. */
    public Optional<FiscalBoxAddress> value() {
        return FiscalBoxAddress.parse(text.get().strip());
    }

    /** Fills in the address of the settings; the usual one where none was given. */
    public void show(Settings settings) {
        String url = settings.api().url();
        text.set(url == null ? FiscalBoxAddress.DEFAULT.toString() : url);
    }

    /** Tests the connection to the address in the field; returns false if it is none. */
    public boolean check() {
        Optional<FiscalBoxAddress> address = value();
        if (address.isEmpty()) {
            return false;
        }
        reachable.set(true);
        checked.set(LocalizedText.of("settings.checking"));
        FiscalApi fiscalBox = fiscalBoxAt.apply(address.get());
        int check = ++checks;
        tasks.inBackground(
                fiscalBox::info,
                info -> {
                    // The field may hold another address by now.
                    if (check == checks) {
                        reachable.set(info instanceof TillInfo.Up);
                        checked.set(message(info));
                    }
                },
                () -> {
                    if (check == checks) {
                        checked.set(null);
                    }
                });
        return true;
    }

    private static LocalizedText message(TillInfo info) {
        return switch (info) {
            case TillInfo.Up up -> LocalizedText.of("settings.check-up", up.terminalId());
            case TillInfo.Trouble trouble ->
                messages -> messages.texts().get("settings.check-trouble", messages.rawAnswer(trouble.answer()));
            case TillInfo.Down down ->
                messages -> messages.texts()
                        .get("settings.check-down", new TillMessages(messages).adviceWhenUnreachable(down.why()));
        };
    }
}
