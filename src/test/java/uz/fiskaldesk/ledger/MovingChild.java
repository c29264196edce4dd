package uz.fiskaldesk.ledger;

import java.time.Clock;

/** Moves the ledger of the first argument to the second, and says how that ended. */
final class MovingChild {
    private MovingChild() {}

    public static void main(String[] args) {
        System.out.println(new LedgerMove(args[0], args[1], null, Clock.systemUTC()).move());
    }
}
