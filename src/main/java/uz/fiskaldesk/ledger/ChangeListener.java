package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives other tills' changes through PostgreSQL's LISTEN/NOTIFY, on its own connection and thread. A lost connection
 * is reopened; notifications may have been missed meanwhile, so a reconnect counts as a change. Listeners run on that
 * thread.
 */
final class ChangeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);
    private static final int POLL_MILLIS = 10_000;
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(2);

    private final PostgresDatabase database;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ledger-changes").unstarted(this::listen);
    private volatile @Nullable Connection connection;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;

    ChangeListener(PostgresDatabase database) {
        this.database = database;
    }

    /** The connection is opened for the first listener; short commands never need it. */
    synchronized void add(Runnable listener) {
        listeners.add(listener);
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection opened = database.dedicatedConnection();
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("LISTEN fiskaldesk");
                notifyListeners();
                receive(opened.unwrap(PGConnection.class), statement);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn("lost the connection for notifications of other tills; reconnecting", e);
                    awaitReconnect();
                }
            }
        }
    }

    private void receive(PGConnection source, Statement statement) throws SQLException {
        while (!closed) {
            PGNotification[] notifications = source.getNotifications(POLL_MILLIS);
            if (notifications != null && notifications.length > 0) {
                notifyListeners();
            } else {
                // Detects a dead connection, which would otherwise be waited on forever.
                statement.execute("SELECT 1");
            }
        }
    }

    private void notifyListeners() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener failed", e);
            }
        }
    }

    private void awaitReconnect() {
        try {
            closed = closing.await(RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS) || closed;
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        closing.countDown();
        thread.interrupt();
        Connection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("closing", e);
            }
        }
    }
}
