package uz.fiskaldesk.confirm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.TransactionId;

/** Wraps a real ledger whose methods fail with a full disk on request. */
public final class UnwritableLedger {
    private final Ledger real;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile @Nullable TransactionId refusedOf;
    private volatile String refusedForOne = "";

    public UnwritableLedger(Ledger real) {
        this.real = real;
    }

    /** Lets this method of {@link Ledger} fail from now on. */
    public void refuse(String method) {
        if (Arrays.stream(Ledger.class.getMethods())
                .noneMatch(each -> each.getName().equals(method))) {
            throw new IllegalArgumentException("no method " + method);
        }
        refused.add(method);
    }

    /** Lets this method fail for one payment, for a reason that is not known. */
    public void refuse(String method, TransactionId payment) {
        refusedOf = payment;
        refusedForOne = method;
    }

    /** Lets all methods succeed again. */
    public void allow() {
        refused.clear();
        refusedOf = null;
    }

    public Ledger asLedger() {
        return (Ledger)
                Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, this::call);
    }

    private @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (refused.contains(method.getName())) {
            throw new LedgerException(LedgerException.Reason.DISK_FULL, "ledger.db");
        }
        if (arguments != null
                && method.getName().equals(refusedForOne)
                && arguments[0] instanceof LedgerEntry entry
                && Objects.equals(entry.transactionId(), refusedOf)) {
            throw new LedgerException(LedgerException.Reason.OTHER, "ledger.db");
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
