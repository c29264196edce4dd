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
 * Runs a process on the faulty disk of {@code src/test/c/faultydisk.c}. It fails at a chosen system call, or kills the
 * process there, and keeps a copy of what was flushed by then.
 */
final class FaultyDisk {
    /** Controls the disk from inside the process. */
    interface Control extends Library {
        /** The call with this number fails with EIO; with {@code forEver}, all later calls too. */
        void faultydisk_fail(long at, int forEver);

        /** Ends the faults. Returns the number of calls since they were set. */
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

    /** Compiles the library in a folder; skips the test if that is not possible. */
    static FaultyDisk under(Path ledger, Path folder) throws IOException, InterruptedException {
        return new FaultyDisk(
                Preload.compiled("faultydisk", folder), ledger.toAbsolutePath(), folder.resolve("disk.log"));
    }

    Path library() {
        return library;
    }

    /** Only in a process that was started with {@link #environment}. */
    static Control control(String library) {
        return Native.load(library, Control.class);
    }

    /** The environment of a process whose ledger is on the disk. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAULTYDISK_UNDER", ledger.toString(),
                "FAULTYDISK_LOG", log.toString());
    }

    /**
     * The environment of a process that is killed at a call.
     *
     * @param writesHalf whether half of the data of that call is written
     * @param stable a folder for the copy of what was flushed
     */
    Map<String, String> dyingAt(int call, boolean writesHalf, Path stable) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("FAULTYDISK_KILL_AT", Integer.toString(call));
        environment.put("FAULTYDISK_STABLE", stable.toString());
        if (writesHalf) {
            environment.put("FAULTYDISK_TEAR", "1");
        }
        return environment;
    }

    /** The calls since the last time, one line each: number, name, file. */
    List<String> calls() throws IOException {
        List<String> calls = Files.exists(log) ? Files.readAllLines(log) : List.of();
        Files.deleteIfExists(log);
        return calls;
    }
}
