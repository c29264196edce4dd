package uz.fiskaldesk.desk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.capture.Scan.Ending;
import uz.fiskaldesk.desk.capture.ScannerTestModel.Result;
import uz.fiskaldesk.desk.capture.ScannerTestModel.Verdict;
import uz.fiskaldesk.receipt.ReceiptReader;

class ScannerTestModelTest {
    private static final String US = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?&";
    private static final String RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,?";

    private final ScannerTestModel test =
            new ScannerTestModel(new ReceiptReader(Clock.fixed(Instant.parse("2026-11-25T07:00:00Z"), ZoneOffset.UTC)));

    @Test
    void anUnchangedCodeWithEnterIsFine() {
        assertThat(verdict(ScannerTestModel.TEST_CODE, Ending.ENTER)).isEqualTo(Verdict.FINE);
        assertThat(verdict(ScannerTestModel.TEST_CODE, Ending.SERIAL)).isEqualTo(Verdict.FINE);
    }

    @Test
    void aMissingEnterIsNamed() {
        assertThat(verdict(ScannerTestModel.TEST_CODE, Ending.PAUSE)).isEqualTo(Verdict.NO_ENTER);
        assertThat(verdict(ScannerTestModel.TEST_CODE, Ending.TAB)).isEqualTo(Verdict.NO_ENTER);
    }

    @Test
    void aCodeThatARussianLayoutChangedIsRepairedAndShownAsItArrived() {
        StringBuilder typed = new StringBuilder();
        ScannerTestModel.TEST_CODE
                .chars()
                .forEach(c -> typed.append(US.indexOf(c) < 0 ? (char) c : RUSSIAN.charAt(US.indexOf(c))));
        assertThat(verdict(typed.toString(), Ending.ENTER)).isEqualTo(Verdict.REPAIRED);
        assertThat(test.result().get()).extracting(Result::arrived).isEqualTo(typed.toString());
    }

    @Test
    void anotherCodeIsNotTakenForTheTestCode() {
        assertThat(verdict("4780012345678", Ending.ENTER)).isEqualTo(Verdict.UNREADABLE);
        assertThat(verdict(ScannerTestModel.TEST_CODE.replace("r=1", "r=2"), Ending.ENTER))
                .isEqualTo(Verdict.UNREADABLE);
    }

    private Verdict verdict(String text, Ending ending) {
        test.scanned(new Scan(text, ending));
        Result result = test.result().get();
        return result == null ? Verdict.UNREADABLE : result.verdict();
    }
}
