import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes the image that Maven has laid out in {@code target/dist}: adds the jars, the native libraries, a Java
 * runtime with JavaFX in it, and the start-up cache (JEP 514). Maven runs it in the phase {@code package}, under the
 * JDK whose runtime goes into the image.
 *
 * <p>JavaFX is included in the runtime as modules because it starts faster there, needs no copy of its native libraries
 * in the user's home, and because JavaFX calls only this a supported configuration.
 */
final class MakeImage {
    /**
     * Modules that are used through services, reflection or native code and therefore not found by jdeps: Unsafe and
     * Swing for JavaFX, languages, zip file systems, and PostgreSQL's authentication methods.
     */
    private static final List<String> MODULES = List.of(
            "javafx.controls",
            "javafx.swing",
            "jdk.unsupported",
            "jdk.unsupported.desktop",
            "jdk.localedata",
            "jdk.zipfs",
            "jdk.net",
            "jdk.management",
            "jdk.security.auth",
            "jdk.security.jgss");

    /** Only in JDKs for Windows: access to the certificates that Windows trusts. */
    private static final String WINDOWS_CERTIFICATES = "jdk.crypto.mscapi";

    private static final String LOCALES = "en,ru,uz";

    /**
     * Everything but most of JavaFX is compressed: this saves 38 MB on the disk. Compressed classes make an installer larger,
     * though, because it compresses them better itself: see packaging/docs/decisions/0007.
     */
    private static final String COMPRESSION = "zip-9:filter=regex:/(?!javafx\\.(graphics|controls)/).*";

    /**
     * What no run of the program reads: pictures of the API documentation, messages in languages that the program does not
     * speak (the English ones stand in for them), JavaFX's old theme, and its adapter for SWT. JavaFX's native libraries
     * are files beside the others of the runtime, see below. Together 2 MB.
     */
    private static final List<String> EXCLUDED_RESOURCES = List.of(
            "/javafx\\.[a-z]+/[^/]+\\.(so|dll|dylib)",
            "/javafx\\.graphics/javafx-swt\\.jar",
            "/javafx\\.controls/.*/skin/caspian/.*",
            ".*/doc-files/.*",
            ".*_(de|es|fr|it|ja|ko|sv|pt_BR|zh_CN|zh_HK|zh_TW)\\.(class|properties)");

    /** The splash screen of Java's option {@code -splash}, and what lets other Java versions read this runtime. */
    private static final String EXCLUDED_FILES = "**splashscreen.*,**/jrt-fs.jar";

    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private final Path dist;
    private final Path work;
    private final Path lib;
    private final Path runtime;
    private final List<Path> libraries;
    private final List<Path> javafx;
    private final Target target;

    private MakeImage(Path dist, Path work, List<Path> jars) throws IOException {
        this.dist = dist;
        this.work = work;
        this.lib = dist.resolve("lib");
        this.runtime = dist.resolve("runtime");
        this.libraries = jars.stream().filter(jar -> !isJavafx(jar)).toList();
        // JavaFX's jars without a classifier are empty.
        this.javafx = jars.stream()
                .filter(MakeImage::isJavafx)
                .filter(jar -> jar.toString().matches(".*-(linux|win|mac)(-[a-z0-9]+)?\\.jar"))
                .toList();
        this.target = Target.of(javafx);
    }

    /**
     * @param arguments the image's folder; a working folder with the libraries in {@code jars}; and the program's jar,
     *     whose manifest names the libraries
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path dist = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        Path program = Path.of(arguments[2]);
        List<Path> jars = new ArrayList<>();
        try (JarFile file = new JarFile(program.toFile())) {
            String classPath = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : classPath.split(" ")) {
                jars.add(work.resolve("jars").resolve(name));
            }
        }
        new MakeImage(dist, work, jars).make(program);
    }

    private static boolean isJavafx(Path jar) {
        return jar.getFileName().toString().startsWith("javafx-");
    }

    private static boolean isSqlite(Path jar) {
        return jar.getFileName().toString().startsWith("sqlite-jdbc-");
    }

    private void make(Path program) throws IOException, InterruptedException {
        copyJars(program);
        deleteAll(lib.resolve("javafx"));
        if (target == Target.ours()) {
            makeRuntime();
            recordStart();
        } else {
            deleteAll(runtime);
            copyAll(javafx, Files.createDirectories(lib.resolve("javafx")));
        }
    }

    // ---- Jars and native libraries --------------------------------------------------------------------------------

    private void copyJars(Path program) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            for (Path old : files.filter(file -> file.toString().matches(".*\\.(jar|aot)"))
                    .toList()) {
                Files.delete(old);
            }
        }
        for (Path jar : libraries) {
            // SQLite's library is stored next to the jars, see below.
            List<String> folders = isSqlite(jar) ? List.of() : target.nativeFolders();
            ImageJars.copy(jar, lib.resolve(jar.getFileName()), folders);
        }
        Files.copy(program, lib.resolve("fiskaldesk.jar"));
        // Stored next to the program because it would otherwise be unpacked to the temporary folder at every start.
        deleteAll(lib.resolve("native"));
        Path folder = Files.createDirectories(lib.resolve("native"));
        for (Path jar : libraries) {
            if (isSqlite(jar)) {
                ImageJars.extract(
                        jar, "org/sqlite/native/" + target.sqliteFolder() + "/", target.librarySuffix(), folder);
            }
        }
    }

    // ---- Runtime --------------------------------------------------------------------------------------------------

    /** Returns the modules of the JDK and JavaFX that the classes of the program and of its libraries refer to. */
    private Set<String> modulesThatClassesName() throws IOException {
        List<Path> classPath = new ArrayList<>(libraries);
        classPath.addAll(javafx);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--multi-release=" + Runtime.version().feature(),
                        "--ignore-missing-deps",
                        "-summary",
                        "-recursive",
                        "--class-path",
                        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        lib.resolve("fiskaldesk.jar").toString());
        out.flush();
        if (code != 0) {
            throw new IOException("jdeps ended with code " + code + ":\n" + said);
        }
        Set<String> modules = said.toString()
                .lines()
                .map(line -> line.replaceFirst(".* -> ", "").strip())
                .filter(name -> name.matches("(java|javafx|jdk)\\.[a-z.]+"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!modules.contains("java.base")) {
            throw new IOException("jdeps named no module:\n" + said);
        }
        return modules;
    }

    /** Builds the runtime only if the JDK, JavaFX or an option has changed, because that takes several seconds. */
    private void makeRuntime() throws IOException, InterruptedException {
        Set<String> modules = new TreeSet<>(MODULES);
        modules.addAll(modulesThatClassesName());
        // Libraries record events for it if it is present, and preparing these takes longer than listing payments.
        modules.remove("jdk.jfr");
        if (ModuleLayer.boot().findModule(WINDOWS_CERTIFICATES).isPresent()) {
            modules.add(WINDOWS_CERTIFICATES);
        }
        Path modulePath = work.resolve("javafx");
        List<String> jlink = List.of(
                "--module-path=" + modulePath,
                "--add-modules=" + String.join(",", modules),
                "--include-locales=" + LOCALES,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--compress=" + COMPRESSION,
                "--exclude-resources="
                        + EXCLUDED_RESOURCES.stream().map("regex:"::concat).collect(Collectors.joining(",")),
                "--exclude-files=" + EXCLUDED_FILES,
                "--output=" + runtime);
        List<String> recipe = new ArrayList<>(jlink);
        recipe.add(Runtime.version().toString());
        javafx.forEach(jar -> recipe.add(jar.getFileName().toString()));
        Path stamp = work.resolve("runtime.txt");
        if (Files.exists(stamp)
                && Files.exists(java())
                && Files.readAllLines(stamp).equals(recipe)) {
            return;
        }
        Files.deleteIfExists(stamp);
        deleteAll(runtime);
        deleteAll(modulePath);
        copyAll(javafx, Files.createDirectories(modulePath));
        PrintWriter out = new PrintWriter(System.out, true);
        int code = ToolProvider.findFirst("jlink").orElseThrow().run(out, out, jlink.toArray(String[]::new));
        if (code != 0) {
            throw new IOException("jlink ended with code " + code);
        }
        Path folder = Files.createDirectories(runtime.resolve(target.javafxFolder()));
        for (Path jar : javafx) {
            ImageJars.extract(jar, "", target.librarySuffix(), folder);
        }
        archiveClasses();
        Files.write(stamp, recipe);
    }

    /** The fallback for when the start-up cache does not match, such as after a copy with new file times. */
    private void archiveClasses() throws IOException, InterruptedException {
        List<String> command = List.of(java().toString(), "-Xshare:dump", "-XX:+UseG1GC");
        Path log = work.resolve("archive.log");
        waitFor(start(command, log), command, log);
    }

    private Path java() {
        return runtime.resolve("bin").resolve(target == Target.WINDOWS ? "java.exe" : "java");
    }

    // ---- Start-up cache -------------------------------------------------------------------------------------------

    /**
     * Runs the image's own script, which the installers run after the installation. The launchers do not use the cache
     * if a jar is newer: JDK 25 before 25.0.4 does not check whether a jar has changed and would run the old classes
     * (JDK-8377932).
     */
    private void recordStart() throws IOException, InterruptedException {
        Path log = work.resolve("training.log");
        String script = lib.resolve("start-cache").toString();
        List<String> command = target == Target.WINDOWS ? List.of("cmd", "/c", script + ".bat") : List.of(script);
        waitFor(start(command, log), command, log);
    }

    // ---- Processes ------------------------------------------------------------------------------------------------

    private static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void waitFor(Process process, List<String> command, Path log)
            throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_RUN.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end; see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
        }
    }

    // ---- Files ----------------------------------------------------------------------------------------------------

    private static void copyAll(List<Path> files, Path folder) throws IOException {
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
