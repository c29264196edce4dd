package uz.fiskaldesk.quality;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.net.URL;
import java.util.Set;
import uz.fiskaldesk.Main;

/** Where the program's own classes lie, whatever tool has compiled them; not those of its tests. */
final class ProgramClasses implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
        URL place = Main.class.getProtectionDomain().getCodeSource().getLocation();
        return Set.of(Location.of(place));
    }
}
