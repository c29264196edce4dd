package uz.fiskaldesk.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chain of the history. An entry is written in the transaction of what it speaks of, after every lock of that
 * transaction was taken: appending takes one more, which all writers of the list share until they commit.
 *
 * <p>What an entry covers is read back from the rows that were written, the same way for writing and for {@link Proof}.
 */
final class Chain {
    /** What stands where the first entry names the one before it. */
    static final String BEFORE_THE_FIRST = "0".repeat(64);

    /** Entries with the rows that they speak of, in their order. */
    static final String ROWS = "SELECT c.seq, c.payment, c.kind AS entry, c.ref, c.content, c.old, c.hash,"
            + " p.transaction_id, p.transaction_key, p.provider, p.payment_id, p.amount_tiyin, p.phone, p.card,"
            + " p.paid_at, p.note, a.payment AS act_of, a.kind AS act, a.who, a.at, a.why, t.payment AS attempt_of,"
            + " t.started_at, t.receipt_url, t.receipt_identity, t.till, t.owner, t.address, t.finished_at, t.kind,"
            + " t.reason, t.http_status, t.code, t.message FROM chain c LEFT JOIN payment p ON p.id = c.payment"
            + " LEFT JOIN act a ON c.kind = 'ACT' AND a.id = c.ref"
            + " LEFT JOIN attempt t ON c.kind IN ('ATTEMPT', 'OUTCOME') AND t.id = c.ref"
            + " WHERE c.seq >= :from ORDER BY c.seq";

    private static final int AT_ONCE = 1000;

    /** What an entry is about. */
    enum Kind {
        ACT,
        ATTEMPT,
        OUTCOME,
        /** The list was brought back to an older state. */
        BACK
    }

    private record Hash(long seq, String hash) {}

    private final Dialect dialect;

    Chain(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The chain of an SQLite file that may be of a version before it. */
    static Optional<Chain> inFile(Handle handle) {
        return handle.createQuery("SELECT name FROM sqlite_schema WHERE name = 'chain' AND type = 'table'")
                .mapTo(String.class)
                .findOne()
                .map(_ -> new Chain(Dialect.SQLITE));
    }

    /**
     * @param payment the row of the payment; null where the entry is about the list
     * @param ref the row of the act or attempt
     */
    void append(Handle handle, Kind kind, @Nullable Long payment, @Nullable Long ref, @Nullable String content) {
        dialect.oneAtATime(handle, "chain");
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

    /** Keeps what an attempt's outcome was until now, before a late answer takes its place. */
    static void keepOutcome(Handle handle, long attempt) {
        String outcome = handle.createQuery("SELECT * FROM attempt WHERE id = :id")
                .bind("id", attempt)
                .map((row, _) -> outcome(row))
                .one();
        handle.createUpdate(
                        "UPDATE chain SET content = :outcome WHERE ref = :id AND kind = 'OUTCOME' AND content IS NULL")
                .bind("outcome", outcome)
                .bind("id", attempt)
                .execute();
    }

    /** Chains what a migration has added; where that is done already, nothing happens. */
    void sealOld(Handle handle) {
        if (lastHash(handle).isEmpty()) {
            dialect.oneAtATime(handle, "chain");
            if (lastHash(handle).isEmpty()) {
                seal(
                        handle,
                        handle.createQuery("SELECT min(seq) FROM chain WHERE hash = ''")
                                .mapTo(Long.class)
                                .one());
            }
        }
    }

    private static String lastHash(Handle handle) {
        return handle.createQuery("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .orElse(BEFORE_THE_FIRST);
    }

    private static void seal(Handle handle, long from) {
        String[] before = {
            handle.createQuery("SELECT hash FROM chain WHERE seq = :seq")
                    .bind("seq", from - 1)
                    .mapTo(String.class)
                    .findOne()
                    .orElse(BEFORE_THE_FIRST)
        };
        long next = from;
        while (true) {
            var hashes = handle.createQuery(ROWS + " LIMIT " + AT_ONCE)
                    .bind("from", next)
                    .map((row, _) -> {
                        before[0] = hash(before[0], row);
                        return new Hash(row.getLong("seq"), before[0]);
                    })
                    .list();
            PreparedBatch batch = handle.prepareBatch("UPDATE chain SET hash = :hash WHERE seq = :seq");
            hashes.forEach(
                    one -> batch.bind("hash", one.hash()).bind("seq", one.seq()).add());
            batch.execute();
            if (hashes.size() < AT_ONCE) {
                return;
            }
            next = hashes.getLast().seq() + 1;
        }
    }

    /** The hash of the entry that this row of {@link #ROWS} is. */
    static String hash(String before, ResultSet row) throws SQLException {
        Fields fields = new Fields().add(before);
        for (String column : new String[] {"seq", "entry", "payment", "ref", "old", "transaction_key"}) {
            fields.add(row.getString(column));
        }
        String entry = row.getString("entry");
        switch (Kind.valueOf(entry)) {
            case ACT -> {
                fields.of(row, "content", "act_of", "act", "who", "at", "why");
                // The facts of a payment never change after it was added.
                if (String.valueOf(row.getString("content")).startsWith(Effects.ADDED)) {
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
                String replaced = row.getString("content");
                fields.add(replaced == null ? outcome(row) : replaced).of(row, "attempt_of");
            }
            case BACK -> fields.of(row, "content");
        }
        return sha256(fields.toString());
    }

    private static String outcome(ResultSet row) throws SQLException {
        return new Fields()
                .of(row, "finished_at", "kind", "reason", "http_status", "code", "message")
                .toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Texts one after the other, so that no two different lists of them are the same text. */
    private static final class Fields {
        private final StringBuilder text = new StringBuilder(256);

        Fields add(@Nullable String value) {
            if (value == null) {
                text.append("-;");
            } else {
                // As PostgreSQL can hold it, so that a list that is moved there keeps its chain.
                String storable = PostgresDatabase.storable(value);
                text.append(storable.length()).append(':').append(storable).append(';');
            }
            return this;
        }

        Fields of(ResultSet row, String... columns) throws SQLException {
            for (String column : columns) {
                add(row.getString(column));
            }
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
