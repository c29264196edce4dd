package uz.fiskaldesk.crash;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The disk of {@code src/test/c/faultydisk.c} under the files of a ledger: it fails at a chosen call, or the process dies
 * there, and what certainly was on the disk then is kept apart.
 */
final class FaultyDisk {
    /** What the process that is on this disk tells it. */
    interface Control extends Library {
        /** The call of this number gives EIO from now on, or all from it on do. */
        void faultydisk_fail(long at, int forEver);

        /** Gives no more of them; how many calls there were since. */
        long faultydisk_heal();
    }

    private final Path library;
    private final Path ledger;
    private final Path log;

    private FaultyDisk(Path library, Path ledger, Path log) {
        this.library = library;
        this.ledger = ledger;
        this.log = log;
    }

    /** Compiles it in a folder; skips the test where that cannot be done. */
    static FaultyDisk under(Path ledger, Path folder) throws IOException, InterruptedException {
        return new FaultyDisk(
                Preload.compiled("faultydisk", folder), ledger.toAbsolutePath(), folder.resolve("disk.log"));
    }

    Path library() {
        return library;
    }

    /** In the process that was started with {@link #environment}. */
    static Control control(String library) {
        return Native.load(library, Control.class);
    }

    /** A process with this has its ledger on the disk. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAULTYDISK_UNDER", ledger.toString(),
                "FAULTYDISK_LOG", log.toString());
    }

    /**
     * A process with this dies before a call.
     *
     * @param stable a folder for what is certainly on the disk
     * @param tears whether half of what that call writes is written
     */
    Map<String, String> dyingAt(int call, boolean tears, Path stable) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("FAULTYDISK_KILL_AT", Integer.toString(call));
        environment.put("FAULTYDISK_STABLE", stable.toString());
        if (tears) {
            environment.put("FAULTYDISK_TEAR", "1");
        }
        return environment;
    }

    /** The calls since the last time, a line each: its number, its name, the file. */
    List<String> calls() throws IOException {
        List<String> calls = Files.exists(log) ? Files.readAllLines(log) : List.of();
        Files.deleteIfExists(log);
        return calls;
    }
}
