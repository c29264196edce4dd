package uz.fiskaldesk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.supervisor.Bending;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.Supervisor.Verdict;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.SecretFile;
import uz.fiskaldesk.support.Texts;

/**
 * Gets the supervisor's word on the command line. The PIN is typed at the terminal, where it is not shown, or is the
 * first line of a file; it never stands among the arguments, which every user of the computer can read.
 */
final class SupervisorWord {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorWord.class);

    private final Services services;
    private final Texts texts;

    SupervisorWord(Services services) {
        this.services = services;
        this.texts = services.texts();
    }

    /**
     * The supervisor's name, where this act needs the PIN and it was right; null where it needs none.
     *
     * @param pinFile where the PIN stands; null to ask for it
     */
    @Nullable
    String forAct(Bending act, @Nullable String pinFile) throws RefusedException {
        return forActs(List.of(act), pinFile);
    }

    /** The same for several acts at once, for which the PIN is given once. */
    @Nullable
    String forActs(List<Bending> acts, @Nullable String pinFile) throws RefusedException {
        for (Bending act : acts) {
            if (services.supervisor().guards(act)) {
                return permitted(
                        pin(pinFile, texts.get("supervisor.needed", texts.get("supervisor.act." + act.code()))));
            }
        }
        return null;
    }

    /** Goes on where no option of this run stands against guarded settings, or the PIN was given. */
    void forOptions(@Nullable String pinFile) throws RefusedException {
        for (Services.Overriding overriding : services.overrides()) {
            String options = String.join(", ", overriding.options());
            String needed = texts.get("supervisor.needed", texts.get("supervisor.act." + Bending.SETTINGS.code()));
            String question = texts.get("cli.supervisor.options", options) + " " + needed;
            String name = permitted(pin(pinFile, question), overriding.guard());
            LOG.info("{} has permitted {}", name, options);
            services.permit(overriding, name);
        }
    }

    /** Goes on where there is no PIN, or the right one was given. */
    void needed(@Nullable String pinFile) throws RefusedException {
        if (services.supervisor().isSet()) {
            String name = permitted(pin(pinFile, texts.get("cli.supervisor.ask")));
            LOG.info("{} has given the PIN", name);
        }
    }

    /** A PIN that is to be set, typed twice where it is typed. */
    char[] newPin(@Nullable String file) throws RefusedException {
        if (file != null) {
            return inFile(file);
        }
        char[] pin = asked(texts.get("cli.supervisor.ask-new"));
        char[] again = asked(texts.get("cli.supervisor.ask-again"));
        boolean same = Arrays.equals(pin, again);
        Arrays.fill(again, ' ');
        if (!same) {
            throw new RefusedException(texts.get("cli.supervisor.differ"));
        }
        return pin;
    }

    private char[] pin(@Nullable String file, String question) throws RefusedException {
        return file == null ? asked(question) : inFile(file);
    }

    private char[] asked(String question) throws RefusedException {
        char[] pin = services.askSecret(question);
        if (pin == null) {
            throw new RefusedException(question + " " + texts.get("cli.supervisor.no-terminal"));
        }
        return pin;
    }

    private char[] inFile(String name) throws RefusedException {
        Path file = new Inputs(texts).path(name);
        try {
            return SecretFile.read(file).toCharArray();
        } catch (IOException e) {
            LOG.warn("no PIN in {}", file, e);
            throw new RefusedException(texts.get("cli.supervisor.no-file", file));
        }
    }

    private String permitted(char[] pin) throws RefusedException {
        return permitted(pin, services.supervisor());
    }

    private String permitted(char[] pin, Supervisor supervisor) throws RefusedException {
        try {
            return switch (supervisor.permit(pin)) {
                case Verdict.Permitted permitted -> permitted.name();
                case Verdict.Wrong wrong -> throw refused("supervisor.wrong", wrong.nextTry());
                case Verdict.TooSoon soon -> throw refused("supervisor.too-soon", soon.nextTry());
                case Verdict.Trouble _ -> throw new RefusedException(ExitCode.TROUBLE, texts.get("supervisor.trouble"));
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
                                        Formats.moment(nextTry, services.clock().instant())));
    }
}
