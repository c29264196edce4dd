package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;

/**
 * Whether it is safe to take a payment at this till, judged before the customer pays. Parts that FiscalBox does not report
 * cause no warning.
 *
 * @param info the response of FiscalBox
 * @param skew how far this computer's clock is ahead of FiscalBox's; null if its clock is not known
 * @param warnings those that block payments first
 */
public record TillHealth(TillInfo info, @Nullable Duration skew, List<TillWarning> warnings) {
    /** What becomes of a receipt that is sent now, by the last response of FiscalBox. */
    public enum Delivery {
        /** FiscalBox works, as far as it reports. */
        ANSWERED,
        /** It does not arrive, so that it is kept and sent automatically. */
        KEPT,
        /** It may arrive without an answer, so that its outcome is unknown. */
        UNANSWERED,
        /** FiscalBox reports an error, and refuses it. */
        REFUSED
    }

    /** FiscalBox refuses requests if the clocks differ by more (its documentation). */
    public static final Duration CLOCK_LIMIT = Duration.ofMinutes(5);

    /** A difference of which people are warned. */
    static final Duration CLOCK_WARNING = Duration.ofMinutes(3);

    /** Clocks are read a moment apart. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** The used part of the receipt memory from which people are warned. */
    static final double RECEIPT_MEMORY_USED = 0.8;

    /**
     * The age of the oldest unsent receipt from which people are warned. Receipts are normally sent within minutes. How
     * many days offline the module allows is not documented.
     */
    static final Duration UNSENT_AGE = Duration.ofDays(1);

    /** The number of shifts left, about a month, from which people are warned: a new module has to be ordered. */
    static final long SHIFTS_LEFT = 30;

    public TillHealth {
        warnings = List.copyOf(warnings);
    }

    /** @param now when the response arrived, by this computer's clock */
    public static TillHealth of(TillInfo info, Instant now) {
        return switch (info) {
            case TillInfo.Down down -> new TillHealth(info, null, List.of(new TillWarning.Unreachable(down.why())));
            case TillInfo.Trouble trouble ->
                new TillHealth(info, null, List.of(new TillWarning.NotWorking(trouble.answer())));
            case TillInfo.Up up -> of(up, now);
        };
    }

    private static TillHealth of(TillInfo.Up up, Instant now) {
        Instant clock = up.clock();
        TillStatus status = up.status();
        Duration skew = clock == null ? null : Duration.between(clock, now);
        List<TillWarning> warnings = new ArrayList<>();
        if (skew != null && skew.abs().compareTo(CLOCK_WARNING) > 0) {
            warnings.add(new TillWarning.ClockOff(skew));
        }
        Instant last = status.lastOperation();
        if (clock != null && last != null && last.isAfter(clock.plus(CLOCK_TOLERANCE))) {
            warnings.add(new TillWarning.ClockBehindLastOperation(Duration.between(clock, last)));
        }
        addMemory(status, warnings);
        // By FiscalBox's own clock, which issued the receipt.
        addAge(status, clock == null ? now : clock, warnings);
        warnings.sort(Comparator.comparing(warning -> !warning.blocksPayments()));
        return new TillHealth(up, skew, warnings);
    }

    private static void addMemory(TillStatus status, List<TillWarning> warnings) {
        Long unsent = status.unsentReceipts();
        Long capacity = status.receiptCapacity();
        if (unsent != null && capacity != null && capacity > 0 && unsent >= capacity * RECEIPT_MEMORY_USED) {
            warnings.add(new TillWarning.ReceiptMemory(unsent, capacity));
        }
        Long shifts = status.shifts();
        Long shiftCapacity = status.shiftCapacity();
        if (shifts != null && shiftCapacity != null && shiftCapacity > 0 && shifts >= shiftCapacity - SHIFTS_LEFT) {
            warnings.add(new TillWarning.ShiftMemory(shifts, shiftCapacity));
        }
    }

    private static void addAge(TillStatus status, Instant clock, List<TillWarning> warnings) {
        Instant oldest = status.oldestUnsent();
        Long unsent = status.unsentReceipts();
        if (oldest != null && (unsent == null || unsent > 0) && !clock.isBefore(oldest.plus(UNSENT_AGE))) {
            warnings.add(new TillWarning.UnsentTooOld(Duration.between(oldest, clock)));
        }
    }

    /** Whether a payment taken now can be fiscalized, as far as FiscalBox reports it. */
    public boolean isSafeForPayment() {
        return warnings.stream().noneMatch(TillWarning::blocksPayments);
    }

    /** The delivery by {@link #info}. */
    public Delivery delivery() {
        return switch (info) {
            case TillInfo.Up _ -> Delivery.ANSWERED;
            case TillInfo.Trouble _ -> Delivery.REFUSED;
            case TillInfo.Down(Outcome.NotSent _) -> Delivery.KEPT;
            case TillInfo.Down _ -> Delivery.UNANSWERED;
        };
    }

    /** Whether sending the kept receipts to the tax office would help. */
    public boolean needsReceiptsSent() {
        return warnings.stream()
                .anyMatch(warning ->
                        warning instanceof TillWarning.ReceiptMemory || warning instanceof TillWarning.UnsentTooOld);
    }
}
