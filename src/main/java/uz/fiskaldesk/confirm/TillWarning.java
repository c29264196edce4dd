package uz.fiskaldesk.confirm;

import java.time.Duration;

/** Why FiscalBox does not accept payments now, or will soon not accept them. */
public sealed interface TillWarning {
    /** Whether a payment taken now could not be fiscalized. */
    boolean blocksPayments();

    /** The stable name in JSON and in the language files. */
    String code();

    /** FiscalBox could not be reached, or something else answered. */
    record Unreachable(Outcome why) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return true;
        }

        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** FiscalBox reports an error, such as 102: the fiscal module is not initialised. */
    record NotWorking(Answer answer) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return true;
        }

        @Override
        public String code() {
            return "not-working";
        }
    }

    /** @param ahead how far this computer's clock is ahead of FiscalBox's; negative if it is behind */
    record ClockOff(Duration ahead) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return ahead.abs().compareTo(TillHealth.CLOCK_LIMIT) > 0;
        }

        @Override
        public String code() {
            return blocksPayments() ? "clock-off" : "clock-drifts";
        }
    }

    /**
     * FiscalBox's clock is behind its last operation, so that its module refuses the next one (error 36888).
     *
     * @param by a positive duration
     */
    record ClockBehindLastOperation(Duration by) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return true;
        }

        @Override
        public String code() {
            return "clock-behind-last-operation";
        }
    }

    /** The memory for unsent receipts is filling up (error 36886 when it is full). */
    record ReceiptMemory(long unsent, long capacity) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return unsent >= capacity;
        }

        @Override
        public String code() {
            return blocksPayments() ? "receipt-memory-full" : "receipt-memory";
        }
    }

    /** Receipts have not been sent to the tax office for so long that FiscalBox will refuse payments (error 36889). */
    record UnsentTooOld(Duration age) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return false;
        }

        @Override
        public String code() {
            return "unsent-too-old";
        }
    }

    /** The memory for shifts is filling up (error 36898 when it is full; the module has to be replaced). */
    record ShiftMemory(long used, long capacity) implements TillWarning {
        @Override
        public boolean blocksPayments() {
            return used >= capacity;
        }

        @Override
        public String code() {
            return blocksPayments() ? "shift-memory-full" : "shift-memory";
        }

        public long left() {
            return capacity - used;
        }
    }
}
