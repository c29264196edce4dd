package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        assertThat(fiskaldesk(launcher(), Map.of())).isEqualTo(new Run(0, "", ""));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a symbolic link needs an administrator there")
    void theProgramRunsThroughALinkInAFolderWithASpaceAndCyrillicLetters() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("касса 1"));
        Path link = Files.createSymbolicLink(bin.resolve("fiskaldesk"), launcher());

        assertThat(fiskaldesk(link, Map.of()).exitCode()).isZero();
    }

    /** With this option the runtime refuses to start when it can't use the cache; otherwise it says nothing. */
    @Test
    void theStartUpCacheFitsTheImage() throws Exception {
        Run run = fiskaldesk(launcher(), Map.of("FISKALDESK_JVM_OPTIONS", "-XX:AOTMode=on"));

        assertThat(run.exitCode()).as(run.err()).isZero();
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
