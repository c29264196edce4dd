package uz.fiskaldesk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import uz.fiskaldesk.cli.Services.Overriding;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.shell.NotPermittedException;

/** The options of this run that differ from guarded settings, and the supervisors who permitted them. Thread-safe. */
final class PermittedOptions {
    /** @param options the options with their values */
    private record Given(List<String> options, String supervisor) {}

    private final Supplier<List<Overriding>> overrides;
    private final List<Given> given = new ArrayList<>();
    private final List<Given> unrecorded = new ArrayList<>();
    private List<Overriding> asked = List.of();

    /** @param overrides returns the options that differ from the settings, guarded or not; may be slow */
    PermittedOptions(Supplier<List<Overriding>> overrides) {
        this.overrides = overrides;
    }

    /** Returns the options that still need a PIN. */
    synchronized List<Overriding> open() {
        return overrides.get().stream()
                .filter(overriding ->
                        given.stream().noneMatch(by -> by.options().equals(overriding.given())))
                .filter(Overriding::isGuarded)
                .toList();
    }

    synchronized void give(Overriding overriding, String supervisor) {
        Given permit = new Given(overriding.given(), supervisor);
        given.add(permit);
        unrecorded.add(permit);
    }

    /** @throws NotPermittedException if an option still needs a PIN */
    synchronized void check() {
        asked = open();
        if (!asked.isEmpty()) {
            throw new NotPermittedException(
                    asked.stream().flatMap(one -> one.options().stream()).toList(),
                    asked.stream().map(Overriding::guard).toList());
        }
    }

    /** Permits the options that {@link #check} refused. */
    synchronized void giveAsked(String supervisor) {
        asked.forEach(one -> give(one, supervisor));
        asked = List.of();
    }

    synchronized boolean isRefused() {
        return !asked.isEmpty();
    }

    /** Records the permitted options in the history of the ledger, once. */
    synchronized void recordIn(Ledger ledger, Operator operator) {
        for (Given permit : unrecorded) {
            ledger.record(operator.with(permit.supervisor())
                    .act(Act.Kind.OPTIONS_PERMITTED, String.join(" ", permit.options())));
        }
        unrecorded.clear();
    }
}
