package uz.fiskaldesk.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes under test in jars, with an AOT cache, as in the image. A process that is killed within a second must not
 * spend that second loading classes.
 */
final class PackedProgram {
    private static final List<String> SMALL =
            List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private static final int SHOWN = 2_000;

    private final String classPath;
    private final Path cache;
    private final Path messages;

    private PackedProgram(String classPath, Path folder) {
        this.classPath = classPath;
        this.cache = folder.resolve("program.aot");
        this.messages = folder.resolve("messages.txt");
    }

    /** Packs the folders of the class path; {@link #record} creates the cache. */
    static PackedProgram in(Path folder) throws IOException {
        List<String> packed = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(place))) {
                Path jar = folder.resolve("program" + packed.size() + ".jar");
                pack(Path.of(place), jar);
                packed.add(jar.toString());
            } else {
                packed.add(place);
            }
        }
        return new PackedProgram(String.join(File.pathSeparator, packed), folder);
    }

    private static void pack(Path root, Path jar) throws IOException {
        List<Path> contents;
        try (Stream<Path> all = Files.walk(root)) {
            contents = all.filter(path -> !path.equals(root)).toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(0);
            for (Path path : contents) {
                String name = root.relativize(path).toString().replace('\\', '/');
                // Flyway finds migrations by the entry of their folder.
                out.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                if (Files.isRegularFile(path)) {
                    Files.copy(path, out);
                }
                out.closeEntry();
            }
        }
    }

    /** Runs a program to its end and records which classes it loads. */
    void record(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        try (ChildJvm child = start(main, "-XX:AOTCacheOutput=" + cache, Map.of(), arguments)) {
            child.waitFor();
        }
        if (!Files.exists(cache)) {
            throw new IOException("no start-up cache was recorded: " + messages());
        }
    }

    ChildJvm start(Class<?> main, List<String> arguments) throws IOException {
        return start(main, Map.of(), arguments);
    }

    /** @param environment variables added to those of this process */
    ChildJvm start(Class<?> main, Map<String, String> environment, List<String> arguments) throws IOException {
        return start(main, "-XX:AOTCache=" + cache, environment, arguments);
    }

    /** The end of what the processes have printed on standard error. */
    String messages() throws IOException {
        String all = Files.exists(messages) ? Files.readString(messages) : "";
        return all.substring(Math.max(0, all.length() - SHOWN));
    }

    private ChildJvm start(Class<?> main, String cacheOption, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(ChildJvm.JAVA);
        command.addAll(SMALL);
        command.addAll(List.of(cacheOption, "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return ChildJvm.start(command, environment, ProcessBuilder.Redirect.appendTo(messages.toFile()));
    }
}
