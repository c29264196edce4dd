package uz.fiskaldesk.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    @Test
    void readsAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scenario.json");
        Files.writeString(file, """
                {"terminalId": "LG230110007813", "default": ["declined", "confirm"], "info": "102",
                 "lastReceipt": "https://ofd.soliq.uz/check?t=A", "lastReceiptIn": "data",
                 "transactions": {
                   "A12F": ["reset-after-booking", {"do": "hang", "booked": true}, "confirm"],
                   "05a4": {"do": "reject", "code": 106, "message": "Toʻlov topilmadi", "delayMillis": 500}
                 }}""");
        Scenario scenario = Scenario.read(file);
        assertThat(scenario.terminalId()).isEqualTo("LG230110007813");
        assertThat(scenario.info()).isEqualTo(Scenario.InfoAnswer.NOT_INITIALISED);
        assertThat(scenario.lastReceipt()).isEqualTo("https://ofd.soliq.uz/check?t=A");
        assertThat(scenario.lastReceiptIn()).isEqualTo(Scenario.LastReceiptIn.DATA);
        assertThat(scenario.of("any")).containsExactly(Behaviour.declined(), Behaviour.confirm());
        assertThat(scenario.of("a12f"))
                .containsExactly(Behaviour.resetAfterBooking(), Behaviour.hang().booking(true), Behaviour.confirm());
        assertThat(scenario.of("05A4"))
                .containsExactly(Behaviour.reject(106, "Toʻlov topilmadi").after(Duration.ofMillis(500)));
    }

    @Test
    void confirmsByDefault() throws Exception {
        assertThat(Scenario.parse("{}")).isEqualTo(Scenario.confirming());
    }

    @Test
    void parsesEveryListedName() throws Exception {
        for (String name : Scenario.NAMES) {
            List<Behaviour> behaviours =
                    Scenario.parse("{\"default\":\"" + name + "\"}").byDefault();
            assertThat(behaviours)
                    .singleElement()
                    .satisfies(behaviour -> assertThat(name).startsWith(behaviour.name()));
        }
    }

    @Test
    void parsesTheFieldsOfEachBehaviour() throws Exception {
        assertThat(one("{'do':'reject','message':null}")).isEqualTo(Behaviour.reject(7, null));
        assertThat(one("{'do':'reject-with-text','message':'no'}")).isEqualTo(Behaviour.rejectWithText("no"));
        assertThat(one("{'do':'provider-error','code':5,'message':'no'}")).isEqualTo(Behaviour.providerError(5, "no"));
        assertThat(one("{'do':'other-transaction','transactionId':'x'}")).isEqualTo(Behaviour.otherTransaction("x"));
        assertThat(one("{'do':'redirect','location':'/x'}")).isEqualTo(Behaviour.redirect("/x"));
        assertThat(one("{'do':'429','retryAfterSeconds':2}")).isEqualTo(Behaviour.tooManyRequests(2));
        assertThat(one("{'do':'bad-request','status':422,'code':1,'message':'m'}"))
                .isEqualTo(Behaviour.badRequest(422, 1, "m"));
        assertThat(one("{'do':'slow','delayMillis':40}")).isEqualTo(Behaviour.slow(Duration.ofMillis(40)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "[]                                                 | the whole must be a JSON object",
                "{'defualt':'confirm'}                              | defualt is not a known field here; known are terminalId",
                "{'terminalId':7}                                   | terminalId must be a text, not 7.",
                "{'info':'maybe'}                                   | info must be \"up\", \"102\" or \"down\", not \"maybe\".",
                "{'lastReceiptIn':'x'}                              | lastReceiptIn must be",
                "{'default':[]}                                     | default must have at least one behaviour.",
                "{'default':'confrim'}                              | default has no known behaviour \"confrim\"; known are confirm,",
                "{'default':{'code':7}}                             | default lacks \"do\"",
                "{'default':7}                                      | default must be the name of a behaviour or an object",
                "{'transactions':[]}                                | transactions must be an object of transaction ids",
                "{'transactions':{'a1':['confirm',{'do':'rejct'}]}} | transactions.a1[2] has no known behaviour \"rejct\"",
                "{'transactions':{'a1':'confirm','A1':'confirm'}}   | transactions.A1 is there twice",
                "{'default':{'do':'confirm','code':7}}              | default.code is not a known field here; known are do, delayMillis, booked.",
                "{'default':{'do':'reject','code':'7'}}             | default.code must be a whole number",
                "{'default':{'do':'reject','code':7.5}}             | default.code must be a whole number",
                "{'default':{'do':'reject','message':7}}            | default.message must be a text, not 7.",
                "{'default':{'do':'slow','delayMillis':-1}}         | default.delayMillis must be a whole number from 0 to 3600000, not -1.",
                "{'default':{'do':'hang','booked':'yes'}}           | default.booked must be true or false, not \"yes\".",
                "{'default':'confirm','default':'confirm'}          | line 1, column",
                "{'default':                                        | is not proper JSON",
                "{} {}                                              | is not proper JSON",
            })
    void refusesUnknownContentAndNamesThePlace(String json, String sentence) {
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> Scenario.parse(json.replace('\'', '"')))
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.getMessage()).endsWith(".").doesNotContain("\n"));
    }

    @Test
    void namesAnInvalidOrMissingFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scenario.json");
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> Scenario.read(file))
                .withMessageContaining("scenario.json cannot be read");
        Files.writeString(file, "{\"x\":1}");
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> Scenario.read(file))
                .withMessageContaining("scenario.json, x is not a known field");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> Scenario.read(file))
                .withMessageContaining("cannot be read");
    }

    private static Behaviour one(String json) throws ScenarioException {
        return Scenario.parse("{\"default\":" + json.replace('\'', '"') + "}")
                .byDefault()
                .getFirst();
    }
}
