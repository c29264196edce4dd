package uz.fiskaldesk.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * A hash chain over the history, which makes tampering detectable. An entry is appended in the same transaction as the
 * row that it covers, after all other locks of that transaction: appending acquires one more lock, which excludes all
 * other writers until the commit.
 *
 * <p>The covered values are read back from the rows that were written, in the same way for appending and for
 * {@link ChainVerifier}; only for additions, which are many, the writer states them.
 */
final class HashChain {
    /** The previous hash of the first entry. */
    static final String INITIAL_HASH = "0".repeat(64);

    /** Entries with the rows that they cover, in order. */
    static final String ROWS = "SELECT c.seq, c.payment, c.kind AS entry, c.ref, c.content, c.old, c.hash,"
            + " p.transaction_id, p.transaction_key, p.provider, p.payment_id, p.amount_tiyin, p.phone, p.card,"
            + " p.paid_at, p.note, a.payment AS act_of, a.kind AS act, a.who, a.at, a.why, t.payment AS attempt_of,"
            + " t.started_at, t.receipt_url, t.receipt_identity, t.till, t.owner, t.address, t.finished_at, t.kind,"
            + " t.reason, t.http_status, t.code, t.message FROM chain c LEFT JOIN payment p ON p.id = c.payment"
            + " LEFT JOIN act a ON c.kind = 'ACT' AND a.id = c.ref"
            + " LEFT JOIN attempt t ON c.kind IN ('ATTEMPT', 'OUTCOME') AND t.id = c.ref"
            + " WHERE c.seq >= :from ORDER BY c.seq";

    private static final int BATCH_SIZE = 1000;

    /** The number of acts for which another thread is worth its start. */
    private static final int PARALLEL_SIZE = 100;

    /** What an entry covers. The names are stored in the database. */
    enum Kind {
        ACT,
        ATTEMPT,
        OUTCOME,
        /** The list was restored to an older state. */
        BACK
    }

    /** The values that an entry covers, by the names of the columns of {@link #ROWS}. */
    interface Values {
        @Nullable
        String get(String column) throws SQLException;
    }

    /**
     * An act to be appended.
     *
     * @param content its effect
     * @param covered the values of its row and its payment's row as they are read back from the database
     */
    record NewAct(long payment, long id, String content, Values covered) {}

    private record Hash(long seq, String hash) {}

    private final Dialect dialect;

    HashChain(Dialect dialect) {
        this.dialect = dialect;
    }

    /** No other transaction appends to the chain until this one ends. */
    static void lock(Handle handle, Dialect dialect) {
        dialect.lock(handle, "chain");
    }

    /** The chain of an SQLite file; empty if the file's version has none. */
    static Optional<HashChain> inFile(Handle handle) {
        return handle.createQuery("SELECT name FROM sqlite_schema WHERE name = 'chain' AND type = 'table'")
                .mapTo(String.class)
                .findOne()
                .map(_ -> new HashChain(Dialect.SQLITE));
    }

    /**
     * @param payment the ID of the payment; null if the entry concerns the whole list
     * @param ref the ID of the act or attempt
     * @param content an act's effect, or the values of an outcome that was replaced
     */
    void append(Handle handle, Kind kind, @Nullable Long payment, @Nullable Long ref, @Nullable String content) {
        lock(handle, dialect);
        long seq = handle.createQuery("INSERT INTO chain (seq, payment, kind, ref, content, hash)"
                        + " SELECT coalesce(max(seq), 0) + 1, :payment, :kind, :ref, :content, '' FROM chain"
                        + " RETURNING seq")
                .bind("payment", payment)
                .bind("kind", kind.name())
                .bind("ref", ref)
                .bind("content", content)
                .mapTo(Long.class)
                .one();
        seal(handle, seq);
    }

    /**
     * Begins to append acts, whose hashes are computed on another thread while the caller writes their rows. The rows are
     * not read back, so the caller has to write exactly the values that it states here.
     *
     * @return the entries, for {@link #appendAll} in the same transaction
     */
    CompletableFuture<List<@Nullable Object[]>> begin(Handle handle, List<NewAct> acts) {
        lock(handle, dialect);
        Hash last = handle.createQuery("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
                .map((row, _) -> new Hash(row.getLong("seq"), row.getString("hash")))
                .findOne()
                .orElse(new Hash(0, INITIAL_HASH));
        return acts.size() < PARALLEL_SIZE
                ? CompletableFuture.completedFuture(entries(last, acts))
                : CompletableFuture.supplyAsync(() -> entries(last, acts));
    }

    private static List<@Nullable Object[]> entries(Hash before, List<NewAct> acts) {
        Hash last = before;
        List<@Nullable Object[]> rows = new ArrayList<>(acts.size());
        for (NewAct act : acts) {
            long seq = last.seq() + 1;
            Values values = column -> switch (column) {
                case "seq" -> Long.toString(seq);
                case "entry" -> Kind.ACT.name();
                case "payment", "act_of" -> Long.toString(act.payment());
                case "ref" -> Long.toString(act.id());
                case "content" -> act.content();
                case "old" -> "0";
                default -> act.covered().get(column);
            };
            try {
                last = new Hash(seq, hash(last.hash(), values));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            rows.add(
                    new @Nullable Object[] {seq, act.payment(), Kind.ACT.name(), act.id(), act.content(), last.hash()});
        }
        return rows;
    }

    /** Appends the entries of {@link #begin}, after the rows that they cover. */
    static void appendAll(Handle handle, CompletableFuture<List<@Nullable Object[]>> entries) {
        BatchInsert.execute(handle, "chain (seq, payment, kind, ref, content, hash)", entries.join());
    }

    /** Stores an attempt's present outcome in the chain before a late answer replaces it. */
    static void storeReplacedOutcome(Handle handle, long attempt) {
        String outcome = handle.createQuery("SELECT * FROM attempt WHERE id = :id")
                .bind("id", attempt)
                .map((row, _) -> outcome(row::getString))
                .one();
        handle.createUpdate(
                        "UPDATE chain SET content = :outcome WHERE ref = :id AND kind = 'OUTCOME' AND content IS NULL")
                .bind("outcome", outcome)
                .bind("id", attempt)
                .execute();
    }

    /** Computes the hashes of entries that a migration added. Does nothing if there are none. */
    void sealUnsealed(Handle handle) {
        if (hasUnsealed(handle)) {
            lock(handle, dialect);
            if (hasUnsealed(handle)) {
                seal(
                        handle,
                        handle.createQuery("SELECT min(seq) FROM chain WHERE hash = ''")
                                .mapTo(Long.class)
                                .one());
            }
        }
    }

    /** The hash of the last entry, a blank one if it is not sealed; empty if there is no entry. */
    static Optional<String> head(Handle handle) {
        return handle.createQuery("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1")
                .mapTo(String.class)
                .findOne();
    }

    private static boolean hasUnsealed(Handle handle) {
        return head(handle).filter(String::isEmpty).isPresent();
    }

    private static void seal(Handle handle, long from) {
        String[] previous = {
            handle.createQuery("SELECT hash FROM chain WHERE seq = :seq")
                    .bind("seq", from - 1)
                    .mapTo(String.class)
                    .findOne()
                    .orElse(INITIAL_HASH)
        };
        long next = from;
        while (true) {
            var hashes = handle.createQuery(ROWS + " LIMIT " + BATCH_SIZE)
                    .bind("from", next)
                    .map((row, _) -> {
                        previous[0] = hash(previous[0], row::getString);
                        return new Hash(row.getLong("seq"), previous[0]);
                    })
                    .list();
            PreparedBatch batch = handle.prepareBatch("UPDATE chain SET hash = :hash WHERE seq = :seq");
            hashes.forEach(
                    one -> batch.bind("hash", one.hash()).bind("seq", one.seq()).add());
            batch.execute();
            if (hashes.size() < BATCH_SIZE) {
                return;
            }
            next = hashes.getLast().seq() + 1;
        }
    }

    /** Computes the hash of the entry in a row of {@link #ROWS}. */
    static String hash(String previous, Values row) throws SQLException {
        Fields fields = new Fields().add(previous);
        for (String column : new String[] {"seq", "entry", "payment", "ref", "old", "transaction_key"}) {
            fields.add(row.get(column));
        }
        String entry = row.get("entry");
        switch (Kind.valueOf(String.valueOf(entry))) {
            case ACT -> {
                fields.of(row, "content", "act_of", "act", "who", "at", "why");
                // A payment's data never changes after it was added.
                if (String.valueOf(row.get("content")).startsWith(ActEffects.ADDED)) {
                    fields.of(row, "provider", "payment_id", "amount_tiyin", "phone", "card", "paid_at", "note");
                }
            }
            case ATTEMPT ->
                fields.of(
                        row,
                        "content",
                        "attempt_of",
                        "started_at",
                        "receipt_url",
                        "receipt_identity",
                        "till",
                        "owner",
                        "address");
            case OUTCOME -> {
                String replaced = row.get("content");
                fields.add(replaced == null ? outcome(row) : replaced).of(row, "attempt_of");
            }
            case BACK -> fields.of(row, "content");
        }
        return sha256(fields.toString());
    }

    private static String outcome(Values row) throws SQLException {
        return new Fields()
                .of(row, "finished_at", "kind", "reason", "http_status", "code", "message")
                .toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required by the Java platform", e);
        }
    }

    /** Serializes values so that different lists never have the same text. */
    private static final class Fields {
        private final StringBuilder text = new StringBuilder(256);

        Fields add(@Nullable String value) {
            if (value == null) {
                text.append("-;");
            } else {
                // As PostgreSQL can store it, so that the chain stays valid when a list is moved there.
                String storable = PostgresDatabase.storable(value);
                text.append(storable.length()).append(':').append(storable).append(';');
            }
            return this;
        }

        Fields of(Values row, String... columns) throws SQLException {
            for (String column : columns) {
                add(row.get(column));
            }
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
