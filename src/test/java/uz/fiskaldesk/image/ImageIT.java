package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs after {@code package}, on what it has left in target/dist. */
class ImageIT {
    private static final Path DIST = Path.of(System.getProperty("image.dist", "target/dist"));
    private static final long SECONDS = 60;

    @TempDir
    Path folder;

    private record Run(int exitCode, String out, String err) {}

    @Test
    void theProgramRunsWithoutAnythingOfThisMachine() throws Exception {
        Run run = fiskaldesk(launcher(), Map.of());

        assertThat(run.out()).matches("FiskalDesk \\d+\\.\\d+\\.\\d+\\R");
        assertThat(run).isEqualTo(new Run(0, run.out(), ""));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a symbolic link needs an administrator there")
    void theProgramRunsThroughALinkInAFolderWithASpaceAndCyrillicLetters() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("касса 1"));
        Path link = Files.createSymbolicLink(bin.resolve("fiskaldesk"), launcher());

        assertThat(fiskaldesk(link, Map.of()).exitCode()).isZero();
    }

    @Test
    void theProgramStartsFromTheStartUpCache() throws Exception {
        assertThat(whereMainComesFrom(launcher())).isEqualTo("shared objects file");
    }

    @Test
    void aJarPutIntoTheImageByHandIsNotHiddenByTheStartUpCache() throws Exception {
        Path copy = folder.resolve("image");
        for (String part : List.of("bin", "lib", "runtime")) {
            copy(DIST.resolve(part), copy.resolve(part));
        }
        Path launcher = copy.resolve("bin").resolve(launcher().getFileName());
        assertThat(whereMainComesFrom(launcher)).as("before").isEqualTo("shared objects file");

        Files.setLastModifiedTime(copy.resolve("lib/fiskaldesk.jar"), FileTime.from(Instant.now()));

        assertThat(whereMainComesFrom(launcher)).as("after").endsWith("lib/fiskaldesk.jar");
    }

    /** Code for the build machine's processor would crash the program on an older one. */
    @Test
    void theStartUpCacheHoldsNoMachineCode() throws Exception {
        Run run = fiskaldesk(
                launcher(), Map.of("FISKALDESK_JVM_OPTIONS", "-Xlog:aot:stderr -Xlog:aot+codecache+init:stderr"));

        assertThat(run.err()).contains("Opened AOT cache").doesNotContain("AOT code entries");
    }

    @Test
    void theBillOfMaterialsAndTheLicenceListNameEveryLibrary() throws IOException {
        JsonNode bill = JsonMapper.shared().readTree(Files.readString(DIST.resolve("doc/sbom.cdx.json")));
        String licences = Files.readString(DIST.resolve("doc/third-party-licences.txt"));
        List<String> named = new ArrayList<>();
        for (JsonNode component : bill.get("components")) {
            String name = component.get("name").asString();
            String version = component.get("version").asString();
            named.add(name + "-" + version + ".jar");
            assertThat(licences).contains(component.get("group").asString() + ":" + name + ":" + version);
        }

        assertThat(libraries()).isNotEmpty().isSubsetOf(named);
        assertThat(named).anyMatch(name -> name.startsWith("javafx-graphics-"));
    }

    private static Path launcher() {
        return DIST.resolve(OS.WINDOWS.isCurrentOs() ? "bin/fiskaldesk.bat" : "bin/fiskaldesk")
                .toAbsolutePath();
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(DIST.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("fiskaldesk.jar"))
                    .toList();
        }
    }

    private String whereMainComesFrom(Path program) throws IOException, InterruptedException {
        Run run = fiskaldesk(program, Map.of("FISKALDESK_JVM_OPTIONS", "-Xlog:class+load:stderr"));
        Matcher line = Pattern.compile("uz\\.fiskaldesk\\.Main source: (.*)").matcher(run.err());
        assertThat(line.find()).as(run.err()).isTrue();
        return line.group(1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Run fiskaldesk(Path program, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version")
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // Only the system's own commands are left: no Java, no home, no language.
        builder.environment().keySet().removeIf(name -> !name.equalsIgnoreCase("SystemRoot"));
        builder.environment().put("PATH", OS.WINDOWS.isCurrentOs() ? "C:\\Windows\\System32" : "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
