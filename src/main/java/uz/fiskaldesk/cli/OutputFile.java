package uz.fiskaldesk.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.report.ExportTarget;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;

/** A file that a command writes: never one of the program's own files, and an existing one only if that is requested. */
final class OutputFile {
    /** Writes the file. */
    interface Content<T> {
        /**
         * @param replaces whether an existing file may be replaced
         * @throws FileAlreadyExistsException if the file exists and may not be replaced
         */
        T writeTo(Path file, boolean replaces) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);

    private final Path path;
    private final boolean replaces;
    private final Translations texts;

    private OutputFile(Path path, boolean replaces, Translations texts) {
        this.path = path;
        this.replaces = replaces;
        this.texts = texts;
    }

    /**
     * Checks the file; called before the command has any effect.
     *
     * @throws RefusedException if it may not be written
     */
    static OutputFile check(Path path, boolean replaces, Services services) throws RefusedException {
        OutputFile file = new OutputFile(path, replaces, services.translations());
        try {
            ExportTarget.Refusal refusal =
                    new ExportTarget(services.folder().path(), ledgerFile(services)).refusal(path, replaces);
            if (refusal != null) {
                throw file.refused(
                        switch (refusal) {
                            case OWN -> "cli.export.own";
                            case EXISTS -> "cli.export.exists";
                        });
            }
            return file;
        } catch (IOException e) {
            throw file.notWritten(e);
        }
    }

    /** Settings that cannot be used name no ledger; what the support needs is written all the same. */
    private static @Nullable Path ledgerFile(Services services) {
        try {
            return services.ledgerFile();
        } catch (SettingsException e) {
            LOG.debug("The file of the ledger is not known", e);
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** @throws RefusedException if the file was not written */
    <T> T write(Content<T> content) throws RefusedException {
        try {
            return content.writeTo(path, replaces);
        } catch (FileAlreadyExistsException e) {
            throw refused("cli.export.exists");
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private RefusedException notWritten(IOException e) {
        LOG.warn("{} was not written", path, e);
        return refused("cli.export.not-written");
    }

    private RefusedException refused(String key) {
        return new RefusedException(texts.get(key, path));
    }
}
