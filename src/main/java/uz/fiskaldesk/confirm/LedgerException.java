package uz.fiskaldesk.confirm;

/**
 * The ledger cannot be read or written. The call that threw it has changed nothing, except possibly with
 * {@link Reason#UNREACHABLE}.
 */
public final class LedgerException extends RuntimeException {
    /** The causes that are told apart because a person can act on them. */
    public enum Reason {
        /** Another program has locked the file. */
        LOCKED,
        /** The file or its folder is not writable. */
        READ_ONLY,
        DISK_FULL,
        /** The disk reports an input/output error. */
        DISK_FAILS,
        /** The ledger was written by a newer version of the program. */
        NEWER,
        /** The file is damaged, or not a ledger. */
        DAMAGED,
        /** A payment has a value that the program never writes. Nothing was changed; other payments can be used. */
        UNREADABLE_ROW,
        /** The ledger address is not valid or not supported. */
        ADDRESS,
        /** The database of a shared ledger does not answer. A pending change may have been committed. */
        UNREACHABLE,
        /** The database connection is not encrypted as required, or its certificate is not trusted. */
        NOT_SECURE,
        /** The database denies access. */
        ACCESS_DENIED,
        /** The ledger address contains a password, which would be visible to others. */
        PASSWORD_IN_ADDRESS,
        /** The ledger was moved to a shared one; this is the old copy. */
        MOVED,
        /** A move to a shared ledger was interrupted; whether that has the payments is not known yet. */
        MOVING,
        /** This is a copy or an older state: the ledger was last used elsewhere. */
        ELSEWHERE,
        /** The database of the shared ledger was copied or restored, and nobody has accepted that yet. */
        SHARED_COPY,
        /** The file is missing, and there is neither a good backup nor a complete write-ahead log. */
        GONE,
        /** The file was removed or replaced while it was open. */
        REPLACED,
        /** A training ledger was opened for real work. */
        TRAINING,
        /** A real ledger was opened for training. */
        NOT_TRAINING,
        /** Only the backup failed: the ledger has fewer payments than an earlier backup, which is kept. */
        SHRUNK,
        /** The database is busy with another operation; the call may be repeated. */
        BUSY,
        /** Any other cause; see the log. */
        OTHER
    }

    private final Reason reason;
    private final String where;
    private final String detail;

    /** @param where the file or address of the ledger */
    public LedgerException(Reason trouble, String where, Throwable cause) {
        this(trouble, where, "");
        initCause(cause);
    }

    /** @param detail see {@link #detail} */
    public LedgerException(Reason trouble, String where, String detail, Throwable cause) {
        this(trouble, where, detail);
        initCause(cause);
    }

    public LedgerException(Reason trouble, String where) {
        this(trouble, where, "");
    }

    /** @param detail further information for the message, such as where the ledger was last used; may be empty */
    public LedgerException(Reason trouble, String where, String detail) {
        super(trouble + ": " + where + (detail.isEmpty() ? "" : " (" + detail + ")"));
        this.reason = trouble;
        this.where = where;
        this.detail = detail;
    }

    public Reason reason() {
        return reason;
    }

    /** The file or address of the ledger. */
    public String where() {
        return where;
    }

    /** Further information; empty if there is none. */
    public String detail() {
        return detail;
    }
}
