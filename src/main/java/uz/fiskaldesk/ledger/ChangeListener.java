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
 * Hears of other tills' changes by PostgreSQL's LISTEN, on a connection and a thread of its own. A connection that was
 * lost is opened again, and since nobody knows what happened in the meantime, that counts as a change.
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

    /** The connection is made when there is a first listener, for a command of a second needs none. */
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
                    LOG.warn("not told of other tills' changes for now", e);
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
                // A connection that died without a word would be waited on for ever.
                statement.execute("SELECT 1");
            }
        }
    }

    private void notifyListeners() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener to the ledger", e);
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
