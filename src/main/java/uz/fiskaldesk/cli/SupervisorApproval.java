package uz.fiskaldesk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.Supervisor.Verification;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.SecretFile;
import uz.fiskaldesk.support.Translations;

/**
 * Obtains the supervisor's approval on the command line. The PIN is typed at the terminal without echo or read from the
 * first line of a file. It is never an argument because arguments are visible to all users of the computer.
 */
final class SupervisorApproval {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorApproval.class);

    private final Services services;
    private final Translations texts;

    SupervisorApproval(Services services) {
        this.services = services;
        this.texts = services.translations();
    }

    /**
     * Returns the supervisor's name if this act needs the PIN and it was correct; null if it needs none.
     *
     * @param pinFile the file with the PIN; null to ask for it
     */
    @Nullable
    String forAct(GuardedAct act, @Nullable String pinFile) throws RefusedException {
        return forActs(List.of(act), pinFile);
    }

    /** The same with the PIN of another list. */
    @Nullable
    String forAct(GuardedAct act, Supervisor guard, @Nullable String pinFile) throws RefusedException {
        return guard.guards(act) ? permitted(pin(pinFile, question(act)), guard) : null;
    }

    /** Like {@link #forAct} for several acts; the PIN is requested once. */
    @Nullable
    String forActs(List<GuardedAct> acts, @Nullable String pinFile) throws RefusedException {
        for (GuardedAct act : acts) {
            if (services.supervisor().guards(act)) {
                return forAct(act, services.supervisor(), pinFile);
            }
        }
        return null;
    }

    private String question(GuardedAct act) {
        return texts.get("supervisor.needed", texts.get("supervisor.act." + act.code()));
    }

    /** Returns normally if no option overrides guarded settings, or if the PIN was correct. */
    void forOptions(@Nullable String pinFile) throws RefusedException {
        for (Services.Overriding overriding : services.overrides()) {
            String options = String.join(", ", overriding.options());
            String needed = texts.get("supervisor.needed", texts.get("supervisor.act." + GuardedAct.SETTINGS.code()));
            String question = texts.get("cli.supervisor.options", options) + " " + needed;
            String name = permitted(pin(pinFile, question), overriding.guard());
            LOG.info("{} permitted {}", name, options);
            services.permit(overriding, name);
        }
    }

    /** Returns normally if no PIN is set, or if it was correct. */
    void requirePin(@Nullable String pinFile) throws RefusedException {
        if (services.supervisor().isSet()) {
            String name = permitted(pin(pinFile, texts.get("cli.supervisor.ask")));
            LOG.info("{} entered the PIN", name);
        }
    }

    /** Returns a new PIN; a typed PIN has to be repeated. */
    char[] newPin(@Nullable String file) throws RefusedException {
        if (file != null) {
            return readPin(file);
        }
        char[] pin = promptForPin(texts.get("cli.supervisor.ask-new"));
        char[] again = promptForPin(texts.get("cli.supervisor.ask-again"));
        boolean same = Arrays.equals(pin, again);
        Arrays.fill(again, ' ');
        if (!same) {
            throw new RefusedException(texts.get("cli.supervisor.differ"));
        }
        return pin;
    }

    private char[] pin(@Nullable String file, String question) throws RefusedException {
        return file == null ? promptForPin(question) : readPin(file);
    }

    private char[] promptForPin(String question) throws RefusedException {
        char[] pin = services.askSecret(question);
        if (pin == null) {
            throw new RefusedException(question + " " + texts.get("cli.supervisor.no-terminal"));
        }
        return pin;
    }

    private char[] readPin(String name) throws RefusedException {
        Path file = new Arguments(texts).path(name);
        try {
            return SecretFile.read(file).toCharArray();
        } catch (IOException e) {
            LOG.warn("Cannot read a PIN from {}", file, e);
            throw new RefusedException(texts.get("cli.supervisor.no-file", file));
        }
    }

    private String permitted(char[] pin) throws RefusedException {
        return permitted(pin, services.supervisor());
    }

    private String permitted(char[] pin, Supervisor supervisor) throws RefusedException {
        try {
            return switch (supervisor.verify(pin)) {
                case Verification.Permitted permitted -> permitted.name();
                case Verification.Wrong wrong -> throw refused("supervisor.wrong", wrong.nextTry());
                case Verification.Blocked soon -> throw refused("supervisor.too-soon", soon.nextTry());
                case Verification.Unavailable _ ->
                    throw new RefusedException(ExitCode.TROUBLE, texts.get("supervisor.trouble"));
            };
        } finally {
            Arrays.fill(pin, ' ');
        }
    }

    private RefusedException refused(String key, @Nullable Instant nextTry) {
        return new RefusedException(
                nextTry == null
                        ? texts.get(key)
                        : texts.get(key) + " "
                                + texts.get(
                                        "supervisor.next",
                                        Formats.timeOrDate(
                                                nextTry, services.clock().instant())));
    }
}
