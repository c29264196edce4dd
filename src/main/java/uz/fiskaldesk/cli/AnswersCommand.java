package uz.fiskaldesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/**
 * {@code fiskaldesk answers}: manages the refusals of FiscalBox that mean "already fiscalised", for all tills of the
 * list.
 */
@CommandLine.Command(description = "${bundle:cli.help.answers}")
final class AnswersCommand implements Command {
    @Option(names = "--add", description = "${bundle:cli.help.answers.add}")
    private boolean add;

    @Option(names = "--remove", description = "${bundle:cli.help.answers.remove}")
    private boolean remove;

    @Option(names = "--code", paramLabel = "CODE", description = "${bundle:cli.help.answers.code}")
    private String code = "";

    @Option(names = "--message", paramLabel = "TEXT", description = "${bundle:cli.help.answers.message}")
    private String message = "";

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        boolean describesRule = !code.isEmpty() || !message.isEmpty();
        if ((add && remove) || (describesRule && !add && !remove)) {
            throw new RefusedException(texts.get("cli.answers.one-of"));
        }
        if (add || remove) {
            change(services, output);
        }
        show(services.ledger().alreadyFiscalisedRules(), texts, output);
        return ExitCode.DONE;
    }

    private void change(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        if (code.isBlank() || message.isBlank()) {
            throw new RefusedException(texts.get("cli.answers.both"));
        }
        Ledger ledger = services.ledger();
        Operator operator =
                services.operator().with(new SupervisorApproval(services).forAct(GuardedAct.BY_HAND, pinFile));
        AlreadyFiscalisedRule rule = new AlreadyFiscalisedRule(
                code, message, operator.cashier(), services.clock().instant());
        boolean changed = add ? ledger.add(rule) : ledger.remove(rule);
        if (!changed) {
            throw new RefusedException(texts.get(add ? "cli.answers.known" : "cli.answers.unknown"));
        }
        output.say(texts.get(add ? "cli.answers.added" : "cli.answers.removed"));
    }

    private static void show(List<AlreadyFiscalisedRule> rules, Translations texts, Output output) {
        if (rules.isEmpty()) {
            output.result(texts.get("cli.answers.none"));
        }
        rules.forEach(rule -> output.result(
                Formats.dateTime(rule.at()) + "  " + rule.who() + "  " + rule.code() + "  " + rule.pattern()));
    }
}
