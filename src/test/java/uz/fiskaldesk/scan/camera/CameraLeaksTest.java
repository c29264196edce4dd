package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;

/** Checks for leaks of native memory and handles. The heap has its full size from the start, so that it cannot grow. */
class CameraLeaksTest {
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 200;
    /** Kilobytes, for compiled code and the like; leaking one frame each round would be 500 megabytes. */
    private static final long ALLOWED = 12_000;

    @TempDir
    Path folder;

    @Test
    void doesNotLeakWhenOpenedAndClosedTwoHundredTimes() throws Exception {
        FakeCamera fake = FakeCamera.in(folder);
        fake.reset();
        fake.showsUncompressed(FakeCamera.plain(640, 480, new Color(120, 125, 130)));
        List<String> options = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch");
        try (ChildJvm child = ChildJvm.start(CameraChild.class, options, fake.environment())) {
            child.writeLine("want");
            child.await("state Live");
            long before = memoryAfter(child, WARM_UP);
            long after = memoryAfter(child, ROUNDS);

            child.writeLine("close");

            assertThat(child.await("closed")).isEqualTo("0 threads, 0 handles, 0 buffers");
            assertThat(after - before).isLessThan(ALLOWED);
        }
    }

    private static long memoryAfter(ChildJvm child, int rounds) throws InterruptedException {
        child.writeLine("rounds " + rounds);
        child.await("rounds done");
        child.writeLine("memory");
        return Long.parseLong(child.await("memory"));
    }
}
