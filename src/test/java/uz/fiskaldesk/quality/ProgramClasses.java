package uz.fiskaldesk.quality;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.net.URL;
import java.util.Set;
import uz.fiskaldesk.Main;

/** The location of the program's main classes, independent of the build tool. */
final class ProgramClasses implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
        URL place = Main.class.getProtectionDomain().getCodeSource().getLocation();
        return Set.of(Location.of(place));
    }
}
