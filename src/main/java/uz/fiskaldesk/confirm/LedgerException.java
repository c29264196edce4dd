package uz.fiskaldesk.confirm;

/**
 * The ledger cannot be read or written. Nothing was changed by the call that threw it, but for what
 * {@link Trouble#UNREACHABLE} says.
 */
public final class LedgerException extends RuntimeException {
    /** What is wrong, as far as a person can do something about it. */
    public enum Trouble {
        /** Another program holds the file. */
        LOCKED,
        /** The file or its folder may not be written. */
        READ_ONLY,
        DISK_FULL,
        /** The disk gives an error when it is read or written. */
        DISK_FAILS,
        /** Written by a newer version of the program. */
        NEWER,
        /** The file is damaged, or not a ledger. */
        DAMAGED,
        /** The address is not one of a ledger that this version can open. */
        ADDRESS,
        /** The shared list's database does not answer. What was about to be written may have been all the same. */
        UNREACHABLE,
        /** The connection to the database is not encrypted as it has to be, or its certificate is not to be trusted. */
        NOT_SECURE,
        /** The database does not let this till in. */
        ACCESS_DENIED,
        /** The address has a password in it, where everybody sees it. */
        PASSWORD_IN_ADDRESS,
        /** The list was moved to a shared one; what is here is only a copy of the past. */
        MOVED,
        /** The list is being moved to a shared one, and it is not known yet whether that has the payments. */
        MOVING,
        /** This is a copy of the list, or an older state of it: it was last used somewhere else. */
        ELSEWHERE,
        /** The shared list's database is a copy, or was restored, and nobody has said yet that it goes on. */
        SHARED_COPY,
        /** The file of the list is gone, and there is neither a good backup nor a log that holds all of it. */
        GONE,
        /** The file was taken away or exchanged while it was open. */
        REPLACED,
        /** A list of training, opened for real work. */
        TRAINING,
        /** A real list, opened for training. */
        NOT_TRAINING,
        /** Not about the ledger, but its backup: the list has fewer payments than an earlier backup, which is kept. */
        SHRUNK,
        /** The database is busy with something else of the shared list; the same may be done once more. */
        BUSY,
        /** Anything else; the log has it. */
        OTHER
    }

    private final Trouble trouble;
    private final String where;
    private final String detail;

    /**
     * @param where the file or address of the ledger, for the message
     */
    public LedgerException(Trouble trouble, String where, Throwable cause) {
        super(trouble + ": " + where, cause);
        this.trouble = trouble;
        this.where = where;
        this.detail = "";
    }

    public LedgerException(Trouble trouble, String where) {
        this(trouble, where, "");
    }

    /** @param detail what else the message names, such as where a list was last used */
    public LedgerException(Trouble trouble, String where, String detail) {
        super(trouble + ": " + where + (detail.isEmpty() ? "" : " (" + detail + ")"));
        this.trouble = trouble;
        this.where = where;
        this.detail = detail;
    }

    public Trouble trouble() {
        return trouble;
    }

    public String where() {
        return where;
    }

    public String detail() {
        return detail;
    }
}
