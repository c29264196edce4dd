package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;

/** The answers for payments of other providers than Anor; those for Anor are in {@link AnswerJudgeTest}. */
class ProviderAnswersTest {
    private final AnswerJudge judge = new AnswerJudge();

    /** The documented examples, and the deviations from each that still are a success. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            click | {'inn':'000000000','payment_id':'ID','qr_code':'https://…','status':'successfully','error':null}
            click | {'status':'successfully'}
            click | {'status':' Successfully ','error':'','error_code':0,'payment_id':null}
            click | {'status':'successfully','payment_id':2354512461,'error':{}}
            payme | {'id':123,'result':{'receipt':{'_id':'63b1dc4f49a2bcd2132c39f3','create_time':1,'pay_time':2}},'error':null}
            payme | {'result':{'receipt':{'_id':'ID'}}}
            uzum  | {'payment_id':'ID','payment_status':'SUCCESS','error_code':'0','error_message':null,'client_phone_number':null}
            uzum  | {'payment_status':'SUCCESS','error_code':0,'error_message':''}
            uzqr  | {}
            uzqr  | {'pay_id':'ID'}
            uzqr  | {'pay_id':null,'message':null}
            """)
    void confirmsAnExplicitSuccess(String code, String data) {
        Provider provider = Provider.ofCode(code);
        assertThat(judged(provider, 200, envelope(data, "null", true))).isInstanceOf(Outcome.Confirmed.class);
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 400, envelope(data, "null", true)));
        assertUnknown(UnknownReason.SERVER_ERROR, judged(provider, 500, envelope(data, "null", true)));
        assertUnknown(UnknownReason.REDIRECTED, judged(provider, 302, envelope(data, "null", true)));
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, envelope(data, "{}", true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
            click | {'status':'error','error':{'code':-5017,'message':'Not found'}} | -5017  | Not found
            click | {'error':'Платёж не найден'}                                    | null   | Платёж не найден
            click | {'error_code':5,'error_note':'Note'}                            | 5      | Note
            payme | {'error':{'code':-32504,'message':'No access'}}                 | -32504 | No access
            payme | {'result':null,'error':{'code':'-31050','message':{'ru':'Нет'}}} | -31050 | ru: Нет
            uzum  | {'payment_status':'FAILED','error_code':'12','error_message':'M'} | 12   | M
            uzum  | {'error_code':12}                                               | 12     | null
            uzqr  | {'error_code':4001,'message':'Платеж не найден.'}               | 4001   | Платеж не найден.
            uzqr  | {'error':{'code':3001,'message':'Операция не найдена.'}}        | 3001   | Операция не найдена.
            """)
    void rejectsAnErrorOfTheProvider(String provider, String data, @Nullable String code, @Nullable String message) {
        for (int status : new int[] {200, 400}) {
            assertThat(judged(Provider.ofCode(provider), status, envelope(data, "null", true)))
                    .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                        assertThat(rejected.answer().code()).isEqualTo(code);
                        assertThat(rejected.answer().message()).isEqualTo(message);
                    });
        }
    }

    /** The codes of the documentation come in the envelope, for all providers. */
    @ParameterizedTest
    @CsvSource({"click, 7", "payme, 7", "uzum, 104", "uzqr, 1001", "uzqr, 3001", "uzqr, 4001", "uzqr, 105", "click, 106"
    })
    void rejectsAnErrorOfFiscalBox(String code, String error) {
        Provider provider = Provider.ofCode(code);
        String text = "{'code':" + error + ",'message':'no','data':null}";
        assertThat(judged(provider, 200, envelope("null", text, false)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.answer().code()).isEqualTo(error));
        assertThat(judged(provider, 200, envelope("null", "null", false))).isInstanceOf(Outcome.Rejected.class);
        assertThat(judged(provider, 200, envelope("{}", text, true))).isInstanceOf(Outcome.Rejected.class);
    }

    /** Neither an explicit success nor an explicit error, or both. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            click | {}
            click | {'status':null,'error':null}
            click | {'status':'processing','error':null}
            click | {'status':true}
            click | {'status':'error'}
            click | {'status':'successfully','error':'already'}
            click | {'status':'successfully','error':{'code':-1}}
            click | {'status':'successfully','error':5}
            click | {'status':'successfully','error_code':5}
            payme | {}
            payme | {'result':{'receipt':null},'error':null}
            payme | {'result':{'receipt':{}}}
            payme | {'result':{'receipt':{'_id':null}}}
            payme | {'result':{'receipt':'63b5282a6f47f572807fd53e'}}
            payme | {'result':{'receipt':{'_id':'ID'}},'error':{'code':-32504}}
            payme | {'receipt':{'_id':'ID'}}
            uzum  | {}
            uzum  | {'payment_status':'SUCCESS'}
            uzum  | {'payment_status':'SUCCESS','error_code':null}
            uzum  | {'payment_status':'SUCCESS','error_code':''}
            uzum  | {'payment_status':'SUCCESS','error_code':'12'}
            uzum  | {'payment_status':'SUCCESS','error_code':'0','error_message':'declined'}
            uzum  | {'payment_status':'PENDING','error_code':'0','error_message':null}
            uzum  | {'error_code':'0'}
            uzqr  | {'status':1}
            uzqr  | {'message':'Принято'}
            """)
    void isUnknownForAnUnclearAnswer(String code, String data) {
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(Provider.ofCode(code), 200, envelope(data, "null", true)));
    }

    /** Success in {@code data}, while the envelope says no without an error. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            click | {'status':'successfully','error':null}
            payme | {'result':{'receipt':{'_id':'ID'}}}
            uzum  | {'payment_status':'SUCCESS','error_code':'0'}
            """)
    void isUnknownForAContradiction(String code, String data) {
        Provider provider = Provider.ofCode(code);
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, envelope(data, "null", false)));
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, envelope(data, "{'code':7}", true)));
        assertThat(judged(provider, 200, envelope(data, "{'code':7}", false))).isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(value = Provider.class, names = "ANOR", mode = EnumSource.Mode.EXCLUDE)
    void isUnknownIfDataIsNoObject(Provider provider) {
        for (String data : new String[] {"null", "[]", "'successfully'", "5"}) {
            assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, envelope(data, "null", true)));
        }
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, "{\"is_success\":true}"));
        assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, "<html>"));
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void isUnknownAfterAnUpstreamTimeout(Provider provider) {
        String timeout = "{'code':2,'message':'Read timed out','data':null}";
        assertUnknown(UnknownReason.UPSTREAM_TIMEOUT, judged(provider, 200, envelope("null", timeout, false)));
        assertUnknown(
                UnknownReason.UPSTREAM_TIMEOUT, judged(provider, 200, envelope("{'error_code':2}", "null", true)));
        if (provider != Provider.ANOR) {
            String inData = "{'error':" + timeout + "}";
            assertUnknown(UnknownReason.UPSTREAM_TIMEOUT, judged(provider, 200, envelope(inData, "null", true)));
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void isUnknownWithAnAlertForAnotherPayment(Provider provider) {
        String field = ProviderApi.of(provider).idField();
        String other = provider.exampleId().replace('5', '6');
        for (String id : new String[] {"'" + other + "'", "''", "['ID']", "0"}) {
            String data = "{'" + field + "':" + id
                    + ",'status':'successfully','payment_status':'SUCCESS','error_code':0,'result':{'receipt':{'a':1}}}";
            assertUnknown(UnknownReason.OTHER_TRANSACTION, judged(provider, 200, envelope(data, "null", true)));
            assertUnknown(UnknownReason.OTHER_TRANSACTION, judged(provider, 200, envelope(data, "'no'", false)));
        }
    }

    /** A text that would confirm a payment of one provider does not confirm that of another. */
    @Test
    void noShapeCountsForAnotherProvider() {
        String click = envelope("{'status':'successfully','error':null}", "null", true);
        for (Provider provider : new Provider[] {Provider.PAYME, Provider.UZUM, Provider.UZQR}) {
            assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, click));
        }
        String empty = envelope("{}", "null", true);
        for (Provider provider : new Provider[] {Provider.CLICK, Provider.PAYME, Provider.UZUM}) {
            assertUnknown(UnknownReason.NOT_AN_ANSWER, judged(provider, 200, empty));
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void everyProviderHasOneCall(Provider provider) {
        ProviderApi api = ProviderApi.of(provider);
        assertThat(api.provider()).isSameAs(provider);
        assertThat(ProviderApi.ofPath(api.path())).contains(api);
        assertThat(ProviderApi.values()).hasSameSizeAs(Provider.values());
        assertThat(ProviderApi.ofPath("/payment/" + provider.name().toLowerCase(Locale.ROOT)))
                .isEmpty();
    }

    private static void assertUnknown(UnknownReason reason, Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    private Outcome judged(Provider provider, int status, String body) {
        TransactionId ours = TransactionId.of(provider, provider.exampleId());
        String text = body.replace('\'', '"').replace("ID", provider.exampleId());
        return judge.judge(ours, new HttpAnswer(status, text, HttpAnswer.End.COMPLETE, null, null, false));
    }

    private static String envelope(String data, String error, boolean success) {
        return "{'data':" + data + ",'error':" + error + ",'is_success':" + success + "}";
    }
}
