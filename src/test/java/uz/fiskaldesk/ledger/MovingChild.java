package uz.fiskaldesk.ledger;

import java.time.Clock;

/** Moves the ledger of the first argument to that of the second, and prints the result. */
final class MovingChild {
    private MovingChild() {}

    public static void main(String[] args) {
        System.out.println(new LedgerMove(args[0], args[1], null, Clock.systemUTC()).move());
    }
}
