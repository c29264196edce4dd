package uz.fiskaldesk.update;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.Formats;

/** An update that was refused or could not be completed. Nothing was changed. */
public final class UpdateException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. Each has the text {@code update.refused.CODE} for people. */
    public enum Reason {
        /** This build contains no public key, or no address is set. */
        NOT_SET_UP("not-set-up"),
        UNREACHABLE("unreachable"),
        /** The server answered with a status other than 200. */
        STATUS("status"),
        /** The server redirected to an address that is not followed, such as from https to http. */
        REDIRECT("redirect"),
        /** More bytes than a manifest may have, or than the manifest declares for a file. */
        TOO_LARGE("too-large"),
        /** Fewer bytes than the manifest declares. */
        TRUNCATED("truncated"),
        /** Not signed with a pinned key; also any manifest that is damaged. */
        SIGNATURE("signature"),
        /** Signed, but not understood by this version. */
        FORMAT("format"),
        EXPIRED("expired"),
        SIGNED_IN_FUTURE("signed-in-future"),
        /** Signed earlier than a manifest that was accepted before. */
        REPLAYED("replayed"),
        /** The release is older than this program. */
        OLDER_VERSION("older-version"),
        /** The release has no archive for this platform. */
        NO_ARCHIVE("no-archive"),
        HASH("hash"),
        /** The file could not be written or unpacked. */
        STORAGE("storage"),
        /** Another process of this user is updating. */
        IN_PROGRESS("in-progress"),
        /** The script of the image failed; its message is the detail. */
        INSTALLATION("installation");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public String textKey() {
            return "update.refused." + code;
        }
    }

    private final Reason reason;
    private final String detail;

    UpdateException(Reason reason, Object detail) {
        this(reason, detail, null);
    }

    UpdateException(Reason reason, Object detail, @Nullable Throwable cause) {
        super(reason.code + ": " + detail, cause);
        this.reason = reason;
        this.detail = detail instanceof Instant moment ? Formats.dateTime(moment) : detail.toString();
    }

    public Reason reason() {
        return reason;
    }

    /** The value for the text, such as an address, a status or a version. */
    public List<Object> values() {
        return List.of(detail);
    }
}
