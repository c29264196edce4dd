package uz.fiskaldesk.update;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A release as its signed manifest describes it.
 *
 * @param signedAt when the manifest was signed; a newer manifest replaces an older one
 * @param expires when the manifest ceases to be valid, so that a server cannot withhold newer releases for ever
 * @param ledgerSchema the version of the ledger's tables that the release migrates to
 * @param files the installers
 * @param notes what is new, by language tag; may be empty
 */
public record Release(
        ReleaseVersion version,
        Instant signedAt,
        Instant expires,
        int ledgerSchema,
        List<File> files,
        Map<String, String> notes) {
    /**
     * A file of the release, next to the manifest.
     *
     * @param size in bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    public record File(String name, long size, String sha256) {}

    public Release {
        files = List.copyOf(files);
        notes = Map.copyOf(notes);
    }

    /** The portable archive for a platform such as {@code linux-x86_64}. */
    public Optional<File> archiveFor(String platform) {
        String name = "fiskaldesk-" + version + "-" + platform + ".zip";
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }
}
