package uz.fiskaldesk;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import uz.fiskaldesk.cli.ExitCode;
import uz.fiskaldesk.cli.Program;
import uz.fiskaldesk.desk.shell.Toolkit;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.support.Logging;

/** Starts FiskalDesk. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ShutdownSignal stopping = new ShutdownSignal();
        int code = run(args, stopping::await);
        stopping.finished(code);
        System.exit(code);
    }

    /** Runs a command line and returns its exit code. */
    static int run(String[] args, Host.Waiting untilStopped) {
        PrintWriter out = utf8(FileDescriptor.out);
        if (args.length == 1 && args[0].equals(Program.VERSION)) {
            // Needs neither the log nor the parser.
            out.println(Program.version(Version.read()));
            out.flush();
            return ExitCode.DONE.number();
        }
        PrivateUmask.apply();
        ProxySetting.prepareJvm();
        // JavaFX starts while the options and the settings are read.
        Toolkit toolkit = Program.opensDesk(args) ? Toolkit.start() : null;
        PrintWriter err = utf8(FileDescriptor.err);
        Host host = new Host(
                System.getenv(),
                System.getProperties(),
                Host.accountOfProcess(),
                Clock.systemUTC(),
                Logging::toFolder,
                untilStopped,
                System.in,
                err);
        int code =
                new Program(options -> new CompositionRoot(options, host, toolkit), Version.read(), out, err).run(args);
        out.flush();
        err.flush();
        return code;
    }

    /** Not the system's encoding: other programs read this, and letters of four languages go through it. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
    }
}
