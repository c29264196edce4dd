import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
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
     * Modules that are used through services, reflection or native code and therefore not found by jdeps. java.se
     * covers what libraries usually need. The others: Unsafe and Swing for JavaFX, legacy character sets in files, zip
     * file systems, hardware keys, and PostgreSQL's authentication methods.
     */
    private static final List<String> MODULES = List.of(
            "java.se",
            "javafx.controls",
            "javafx.swing",
            "jdk.unsupported",
            "jdk.unsupported.desktop",
            "jdk.charsets",
            "jdk.localedata",
            "jdk.zipfs",
            "jdk.net",
            "jdk.management",
            "jdk.crypto.cryptoki",
            "jdk.security.auth",
            "jdk.security.jgss");

    /** Only in JDKs for Windows: access to the certificates that Windows trusts. */
    private static final String WINDOWS_CERTIFICATES = "jdk.crypto.mscapi";

    private static final String LOCALES = "en,ru,uz";
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
    /** A process that uses less than a twentieth of this time is considered idle. */
    private static final Duration CALM = Duration.ofSeconds(1);

    private static final int ENDED_BY_SIGTERM = 128 + 15;

    /** The target platform, derived from the classifier of JavaFX's jars. */
    private enum Target {
        LINUX("linux", "Linux/x86_64", ".so", "lib"),
        LINUX_ARM("linux-aarch64", "Linux/aarch64", ".so", "lib"),
        WINDOWS("win", "Windows/x86_64", ".dll", "bin/javafx"),
        MAC("mac", "Mac/x86_64", ".dylib", "lib"),
        MAC_ARM("mac-aarch64", "Mac/aarch64", ".dylib", "lib");

        private final String classifier;
        private final String sqliteFolder;
        private final String librarySuffix;
        /** The folder of the runtime in which com.sun.glass.utils.NativeLibLoader searches. */
        private final String javafxFolder;

        Target(String classifier, String sqliteFolder, String librarySuffix, String javafxFolder) {
            this.classifier = classifier;
            this.sqliteFolder = sqliteFolder;
            this.librarySuffix = librarySuffix;
            this.javafxFolder = javafxFolder;
        }

        static Target of(List<Path> javafx) throws IOException {
            for (Target target : values()) {
                if (javafx.stream().anyMatch(jar -> jar.toString().endsWith("-" + target.classifier + ".jar"))) {
                    return target;
                }
            }
            throw new IOException("no JavaFX for a system that an image can be made for: " + javafx);
        }

        static Target ours() throws IOException {
            String os = System.getProperty("os.name");
            boolean arm = System.getProperty("os.arch").equals("aarch64");
            if (os.startsWith("Windows") && !arm) {
                return WINDOWS;
            }
            if (os.startsWith("Mac")) {
                return arm ? MAC_ARM : MAC;
            }
            if (os.equals("Linux")) {
                return arm ? LINUX_ARM : LINUX;
            }
            throw new IOException("no image can be made on " + os);
        }
    }

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
        String name = program.getFileName().toString().replaceFirst("\\.jar$", "");
        zip(program.resolveSibling(name + "-" + target.classifier + ".zip"), name);
    }

    // ---- Jars and native libraries --------------------------------------------------------------------------------

    private void copyJars(Path program) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            for (Path old : files.filter(file -> file.toString().matches(".*\\.(jar|aot)"))
                    .toList()) {
                Files.delete(old);
            }
        }
        copyAll(libraries, lib);
        Files.copy(program, lib.resolve("fiskaldesk.jar"));
        // Stored next to the program because it would otherwise be unpacked to the temporary folder at every start.
        deleteAll(lib.resolve("native"));
        Path folder = Files.createDirectories(lib.resolve("native"));
        for (Path jar : libraries) {
            if (jar.getFileName().toString().startsWith("sqlite-jdbc-")) {
                extractLibraries(jar, "org/sqlite/native/" + target.sqliteFolder + "/", folder);
            }
        }
    }

    /** Copies the native libraries in one folder of a jar. */
    private void extractLibraries(Path jar, String from, Path to) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                String name = entry.getName();
                String inFolder = name.startsWith(from) ? name.substring(from.length()) : "/";
                if (!inFolder.contains("/") && inFolder.endsWith(target.librarySuffix)) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, to.resolve(inFolder), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
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
        Path folder = Files.createDirectories(runtime.resolve(target.javafxFolder));
        for (Path jar : javafx) {
            extractLibraries(jar, "", folder);
        }
        archiveClasses();
        Files.write(stamp, recipe);
    }

    /** The fallback for when the start-up cache does not match, such as after a copy with new file times. */
    private void archiveClasses() throws IOException, InterruptedException {
        List<String> command = List.of(java().toString(), "-Xshare:dump", "-XX:+UseSerialGC");
        Path log = work.resolve("archive.log");
        waitFor(start(command, log), command, log);
    }

    private Path java() {
        return runtime.resolve("bin").resolve(target == Target.WINDOWS ? "java.exe" : "java");
    }

    // ---- Start-up cache -------------------------------------------------------------------------------------------

    /**
     * Runs the program once to record which classes it loads and links. The launchers do not use the cache if a jar is
     * newer: JDK 25 before 25.0.4 does not check whether a jar has changed and would run the old classes (JDK-8377932).
     */
    private void recordStart() throws IOException, InterruptedException {
        Path cache = lib.resolve("fiskaldesk.aot");
        Path data = work.resolve("training");
        Path log = work.resolve("training.log");
        deleteAll(data);
        List<String> command = new ArrayList<>(List.of(
                java().toString(),
                "@" + lib.resolve("jvm.options"),
                "-XX:AOTCacheOutput=" + cache,
                "-Dorg.sqlite.lib.path=" + lib.resolve("native"),
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-jar",
                lib.resolve("fiskaldesk.jar").toString(),
                "--data-dir",
                data.toString()));
        // Windows cannot request a process without a window to end, so a command is used there.
        command.add(target == Target.WINDOWS ? "list" : "--training");
        Process process = start(command, log);
        waitUntilIdle(process);
        process.destroy();
        waitFor(process, command, log);
        if (!Files.exists(cache)) {
            throw new IOException("no start-up cache was recorded:\n" + Files.readString(log));
        }
        if (target != Target.WINDOWS) {
            // The program creates files that only their owner can read, but all users of the image need the cache.
            Files.setPosixFilePermissions(cache, permissions(lib.resolve("fiskaldesk.jar")));
        }
    }

    /** Waits until the process has ended, or is idle after showing its window. */
    private static void waitUntilIdle(Process process) throws InterruptedException {
        Duration before = Duration.ZERO;
        long latest = System.nanoTime() + LONGEST_START.toNanos();
        while (!process.waitFor(CALM.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < latest) {
            Duration used = process.info().totalCpuDuration().orElse(LONGEST_START);
            if (used.minus(before).compareTo(CALM.dividedBy(20)) < 0) {
                return;
            }
            before = used;
        }
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
        if (process.exitValue() != 0 && process.exitValue() != ENDED_BY_SIGTERM) {
            throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
        }
    }

    // ---- Zip ------------------------------------------------------------------------------------------------------

    /** Preserves execute permissions, and the file times that the launchers compare. */
    private void zip(Path zip, String folder) throws IOException {
        Files.deleteIfExists(zip);
        Map<String, Object> options = Map.of("create", true, "enablePosixFileAttributes", true);
        try (FileSystem archive = FileSystems.newFileSystem(zip, options);
                Stream<Path> files = Files.walk(dist)) {
            for (Path file : files.sorted().toList()) {
                Path entry =
                        archive.getPath(folder).resolve(dist.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(entry);
                } else {
                    Files.copy(file, entry);
                    Files.setLastModifiedTime(entry, Files.getLastModifiedTime(file));
                    Files.setPosixFilePermissions(entry, permissions(file));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? Files.getPosixFilePermissions(file) : PosixFilePermissions.fromString("rw-r--r--");
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
