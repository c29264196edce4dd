package uz.fiskaldesk.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.report.TillJson;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;
import uz.fiskaldesk.wording.TillMessages;

/** The part of {@code fiskaldesk check} about FiscalBox. Queries it once. */
final class TillCheck {
    private static final JsonMapper JSON = new JsonMapper();

    private final Services services;
    private final Translations texts;
    private final TillMessages words;
    private @Nullable TillHealth health;

    TillCheck(Services services) {
        this.services = services;
        this.texts = services.translations();
        this.words = new TillMessages(services.messages());
    }

    ExitCode run(Output output) {
        String url = services.settings().api().url();
        String address = url == null ? FiscalBoxAddress.DEFAULT.toString() : url;
        if (FiscalBoxAddress.parse(address)
                .filter(FiscalBoxAddress::isUnencrypted)
                .isPresent()) {
            output.result(texts.get("cli.check.plain-http", address));
        }
        TillHealth now =
                TillHealth.of(services.fiscalBox().info(), services.clock().instant());
        health = now;
        return switch (now.info()) {
            case TillInfo.Up up -> {
                output.result(texts.get("cli.check.fiscalbox", address, up.terminalId()));
                status(now, output);
                clock(now, output);
                yield now.isSafeForPayment() ? ExitCode.DONE : ExitCode.REJECTED;
            }
            case TillInfo.Trouble(Answer said) -> {
                Messages messages = services.messages();
                String advice =
                        texts.get(Advice.onCode(said.code(), said.message()).key());
                output.result(texts.get("cli.check.fiscalbox-trouble", address, messages.rawAnswer(said), advice));
                yield ExitCode.REJECTED;
            }
            case TillInfo.Down(Outcome why) -> {
                String raw = new PaymentLines(services).said(why.answer());
                if (url == null) {
                    output.result(texts.get("cli.check.no-address", address));
                    yield ExitCode.NOT_SENT;
                }
                output.result(texts.get(
                        "cli.check.fiscalbox-down",
                        address,
                        raw.isEmpty() ? "" : " (" + raw + ")",
                        words.adviceWhenUnreachable(why)));
                yield ExitCode.NOT_SENT;
            }
        };
    }

    private void status(TillHealth now, Output output) {
        output.result(texts.get("cli.check.till", words.verdict(now)));
        for (TillWarning warning : now.warnings()) {
            if (!(warning instanceof TillWarning.ClockOff)) {
                output.result(texts.get("cli.check.till", words.sentence(warning)));
            }
        }
        for (String fact : words.memory(now)) {
            output.result(texts.get("cli.check.till", fact));
        }
    }

    private void clock(TillHealth now, Output output) {
        Duration skew = now.skew();
        if (skew == null) {
            output.result(texts.get("cli.check.clock-unknown"));
            return;
        }
        boolean withinLimit = skew.abs().compareTo(TillHealth.CLOCK_LIMIT) <= 0;
        output.result(
                texts.get(withinLimit ? "cli.check.clock" : "cli.check.clock-off", Formats.duration(skew, texts)));
    }

    /** All lines of the check, and the state of the till; null if FiscalBox was not queried. */
    String json(List<String> lines) {
        ObjectNode object = JSON.createObjectNode();
        ArrayNode array = object.putArray("lines");
        lines.forEach(array::add);
        object.putRawValue("till", new RawValue(health == null ? "null" : TillJson.of(health, words::sentence)));
        return JSON.writeValueAsString(object);
    }
}
