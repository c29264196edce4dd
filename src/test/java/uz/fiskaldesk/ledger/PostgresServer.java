package uz.fiskaldesk.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server, started once for all tests of a JVM and stopped with it. Every test gets its own database.
 * Tests are skipped, with a message, only if there is no server for this system.
 */
public final class PostgresServer {
    private static final String USER = "postgres";
    private static final String EMPTY_LEDGER = "empty_ledger";

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();
    private boolean ledgerMade;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    private static final class Once {
        private static final PostgresServer SERVER = start();

        private Once() {}
    }

    /** The server of this JVM. */
    public static PostgresServer get() {
        Assumptions.assumeTrue(
                canRunHere(),
                () -> "there is no PostgreSQL to be had for tests on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"));
        return Once.SERVER;
    }

    private static boolean canRunHere() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        // Every developer's Mac can run Intel binaries on an Apple processor.
        return os.startsWith("mac") || (intel && (os.startsWith("linux") || os.startsWith("windows")));
    }

    private static PostgresServer start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "32MB")
                    .start();
            // The server stops with this JVM.
            return new PostgresServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a new empty ledger. */
    public synchronized String newLedger() {
        if (!ledgerMade) {
            ledgerMade = true;
            run(address("postgres"), "CREATE DATABASE " + EMPTY_LEDGER);
            PostgresLedger.open(address(EMPTY_LEDGER), null, Clock.systemUTC()).close();
        }
        return create(" TEMPLATE " + EMPTY_LEDGER);
    }

    /** The URL of a new empty database. */
    public String newDatabase() {
        return create("");
    }

    /**
     * The URL of a copy of another database, as a restored backup would be. Nobody may be connected to the original.
     */
    String copyOf(String url) {
        return create(" TEMPLATE " + queryFirst(url, "SELECT current_database()"));
    }

    private String create(String from) {
        String name = "test" + databases.incrementAndGet();
        run(address("postgres"), "CREATE DATABASE " + name + from);
        return address(name);
    }

    /** The URL of the database with this name on this server. */
    public String address(String database) {
        return server.getJdbcUrl(USER, database);
    }

    public int port() {
        return server.getPort();
    }

    /** Executes statements on a database, as an administrator might. */
    public static void run(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first column of the first row of a query's result. */
    public static String queryFirst(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            var rows = statement.executeQuery(sql);
            return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
