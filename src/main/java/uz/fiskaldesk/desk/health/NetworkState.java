package uz.fiskaldesk.desk.health;

import java.util.function.BooleanSupplier;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome;

/**
 * How far the way to FiscalBox works, as far as FiscalBox's own answer and this computer tell: no other computer is asked.
 */
public enum NetworkState {
    /** FiscalBox has not been asked yet. */
    UNKNOWN,
    /** A computer answered at the address of FiscalBox. */
    WORKS,
    /** No adapter of this computer is connected. */
    NOT_CONNECTED,
    /** The name in the address of FiscalBox was not found, by DNS usually. */
    NAME_NOT_FOUND,
    /** This computer is connected and the name is known, but nothing answers at the address. */
    NO_ANSWER;

    /** @param isConnected whether this computer is connected to a network; asked only if FiscalBox did not answer */
    static NetworkState of(TillInfo info, BooleanSupplier isConnected) {
        NetworkState seen = info instanceof TillInfo.Down(Outcome why) ? without(why) : WORKS;
        return seen == WORKS || isConnected.getAsBoolean() ? seen : NOT_CONNECTED;
    }

    /** What is known while nobody has given the address of FiscalBox: that the usual one fails does not matter. */
    NetworkState withoutAddress() {
        return this == NOT_CONNECTED ? this : UNKNOWN;
    }

    private static NetworkState without(Outcome why) {
        return switch (why) {
            case Outcome.NotSent notSent ->
                switch (notSent.reason()) {
                    case UNKNOWN_HOST -> NAME_NOT_FOUND;
                    case NO_ROUTE, CONNECT_TIMEOUT, COULD_NOT_SEND -> NO_ANSWER;
                    // The computer answered, though perhaps not with FiscalBox.
                    case CONNECTION_REFUSED,
                            TLS_FAILED,
                            ACCESS_DENIED,
                            WRONG_ADDRESS,
                            TOO_MANY_REQUESTS,
                            NOT_ACCEPTED -> WORKS;
                };
            case Outcome.Unknown unknown ->
                switch (unknown.reason()) {
                    case NO_ANSWER_IN_TIME, CONNECTION_LOST, INTERRUPTED -> NO_ANSWER;
                    case SERVER_ERROR,
                            REDIRECTED,
                            NOT_AN_ANSWER,
                            ANSWER_TOO_LARGE,
                            UPSTREAM_TIMEOUT,
                            OTHER_TRANSACTION,
                            PRACTICE_FISCALBOX -> WORKS;
                };
            case Outcome.Confirmed _, Outcome.Rejected _ -> WORKS;
        };
    }
}
