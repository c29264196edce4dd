package uz.fiskaldesk.quality.offender;

import ch.qos.logback.classic.Level;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import picocli.CommandLine;

/** Does everything that the rules forbid, in a package without its mark. It is never run. */
@SuppressWarnings("all")
public final class Offender {
    public static final ArrayList<String> HEARD = new ArrayList<>();
    public static int heard;

    void offend(CommandLine line, List<String> words) throws InterruptedException, IOException {
        try {
            new ProcessBuilder("xdg-open", words.getFirst()).start();
            new Socket("localhost", 1).close();
            URI.create("http://localhost").toURL().openStream().close();
            throw new SQLException(String.valueOf(Level.WARN));
        } catch (SQLException e) {
            e.printStackTrace();
        }
        System.out.println(FileDescriptor.out);
        Thread.sleep(Instant.now().toEpochMilli());
        Platform.runLater(() -> HEARD.add(Locale.getDefault() + words.getFirst().toUpperCase()));
        System.exit(ZoneId.systemDefault().hashCode());
    }
}
