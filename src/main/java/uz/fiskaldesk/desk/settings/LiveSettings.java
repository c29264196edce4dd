package uz.fiskaldesk.desk.settings;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import uz.fiskaldesk.support.Settings;

/**
 * The settings that take effect as soon as they are chosen, and are stored then; all others need a new session. Used on the
 * JavaFX thread.
 */
public final class LiveSettings {
    private final ReadOnlyObjectWrapper<Settings.Scanner> scanner;
    private final ReadOnlyObjectWrapper<Settings.Phone> phone;
    private final Consumer<UnaryOperator<Settings>> store;

    /** @param store changes the stored settings, which are in effect already */
    public LiveSettings(Settings settings, Consumer<UnaryOperator<Settings>> store) {
        this.scanner = new ReadOnlyObjectWrapper<>(settings.scanner());
        this.phone = new ReadOnlyObjectWrapper<>(settings.phone());
        this.store = store;
    }

    public ReadOnlyObjectProperty<Settings.Scanner> scanner() {
        return scanner.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Settings.Phone> phone() {
        return phone.getReadOnlyProperty();
    }

    void use(Settings.Scanner now) {
        if (!now.equals(scanner.get())) {
            scanner.set(now);
            store.accept(settings -> settings.withScanner(now));
        }
    }

    void use(Settings.Phone now) {
        if (!now.equals(phone.get())) {
            phone.set(now);
            store.accept(settings -> settings.withPhone(now));
        }
    }
}
