package uz.fiskaldesk;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import uz.fiskaldesk.cli.Program;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.support.Logging;

/** Starts FiskalDesk. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        OwnerOnly.fromNowOn();
        ProxySetting.prepareJvm();
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        Stopping stopping = new Stopping();
        Host host = new Host(
                System.getenv(),
                System.getProperties(),
                Host.accountOfProcess(),
                Clock.systemUTC(),
                Logging::toFolder,
                stopping::await,
                err);
        int code = new Program(options -> new CompositionRoot(options, host), Version.read(), out, err).run(args);
        out.flush();
        err.flush();
        stopping.finished(code);
        System.exit(code);
    }

    /** Not the system's encoding: other programs read this, and letters of four languages go through it. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
    }
}
