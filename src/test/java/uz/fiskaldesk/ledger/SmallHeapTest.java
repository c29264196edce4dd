package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;

/** A hundred thousand payments are listed, searched and counted without all being in memory at once. */
class SmallHeapTest {
    private static final int PAYMENTS = 100_000;

    @Test
    void hundredThousandPaymentsIn64Megabytes(@TempDir Path folder) throws Exception {
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        ManyPayments.fill(url, PAYMENTS);
        try (ChildJvm child = ChildJvm.start(SmallHeapChild.class, List.of("-Xmx64m"), url)) {
            assertThat(child.await("all:")).isEqualTo("100000");
            assertThat(child.await("rejected:")).isEqualTo("24999");
            assertThat(child.await("pages:")).isEqualTo("100000");
            assertThat(child.await("last page:")).isEqualTo("200");
            assertThat(child.await("counts:")).isEqualTo("{PENDING=25000, READY=1, CONFIRMED=50000, REJECTED=24999}");
            assertThat(child.await("counted words:")).isEqualTo("100000");
            assertThat(child.await("mark:")).isEqualTo("100000");
            assertThat(child.waitFor()).isZero();
        }
    }
}
