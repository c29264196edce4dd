package uz.fiskaldesk;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.support.DataFolder;

/** Sessions of the desk without a window, for the cashier Aziza. */
abstract class DeskSessionFixture {
    @TempDir
    Path folder;

    DeskSessionFactory sessions(String api, PermittedOptions permits) {
        Host host = new Host(
                Map.of(),
                new Properties(),
                "aziza",
                Clock.systemUTC(),
                _ -> {},
                new CountDownLatch(1)::await,
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()));
        return new DeskSessionFactory(
                new DataFolder(folder), host, settings -> settings.withApiUrl(api), permits, null);
    }
}
