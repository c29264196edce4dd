package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the bill of materials, the list of licences, their texts and the contents of the image. */
class LicencesIT {
    private static final Path DOC = Image.DIST.resolve("doc");

    @Test
    void theBillAndTheListNameTheSameComponentsOnce() throws IOException {
        List<String> inBill = new ArrayList<>();
        for (JsonNode component : components()) {
            inBill.add(coordinates(component) + " " + component.get("version").asString());
        }
        List<String> inList = list().stream()
                .map(line -> line.replaceFirst("( in \\S+)?: .*", ""))
                .toList();

        assertThat(inBill).doesNotHaveDuplicates();
        assertThat(inList).containsExactlyInAnyOrderElementsOf(inBill);
    }

    @Test
    void theBillNamesTheJarsOfTheImageAndNoOthers() throws IOException {
        List<String> jars = new ArrayList<>();
        List<String> modules = new ArrayList<>();
        for (JsonNode component : components()) {
            String name = component.get("name").asString();
            if (coordinates(component).startsWith("org.openjfx:")) {
                modules.add(name.replace('-', '.'));
            } else if (component.has("group")) {
                jars.add(name + "-" + component.get("version").asString() + ".jar");
            }
        }
        List<String> inImage;
        try (Stream<Path> files = Files.list(Image.DIST.resolve("lib"))) {
            inImage = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("fiskaldesk.jar"))
                    .toList();
        }

        assertThat(jars).containsExactlyInAnyOrderElementsOf(inImage);
        // JavaFX is linked into the runtime.
        assertThat(modules).isNotEmpty();
        assertThat(Files.readString(Image.DIST.resolve("runtime/release"))).contains(modules);
    }

    @Test
    void whatLiesInsideJarsAndBesideThemIsInTheBill() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode component : components()) {
            names.add(component.get("name").asString());
        }

        assertThat(names)
                .contains("OpenJDK runtime", "SQLite", "openpnp-capture", "libjpeg-turbo", "libffi")
                .contains("javafx-graphics", "Feather icons", "Noto Sans", "scram-client, scram-common");
    }

    /** The version of the runtime and of SQLite is stated by hand or by the JDK that built the image. */
    @Test
    void theBillNamesTheVersionOfTheRuntimeAndOfSqlite() throws IOException {
        for (JsonNode component : components()) {
            String version = component.get("version").asString();
            switch (component.get("name").asString()) {
                case "OpenJDK runtime" ->
                    assertThat(Files.readString(Image.DIST.resolve("runtime/release")))
                            .contains("JAVA_VERSION=\"" + version.replaceFirst("[+-].*", "") + "\"");
                case "SQLite" ->
                    assertThat(Image.DIST.resolve("lib"))
                            .isDirectoryContaining(
                                    file -> file.getFileName().toString().startsWith("sqlite-jdbc-" + version + "."));
                default -> assertThat(version).isNotBlank();
            }
        }
    }

    /** Of components with several licences, one was chosen. */
    @Test
    void everyComponentHasOneLicenceAndItsText() throws IOException {
        for (JsonNode component : components()) {
            assertThat(component.get("licenses").size())
                    .as(component.toString())
                    .isOne();
        }
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(DOC.resolve("third-party-licences.txt"))) {
            if (line.startsWith("    text: ")) {
                texts.addAll(List.of(line.substring("    text: ".length()).split(", ")));
            }
        }
        assertThat(texts).hasSizeGreaterThanOrEqualTo(components().size());
        for (String text : new TreeSet<>(texts)) {
            assertThat(DOC.resolve(text)).isNotEmptyFile();
        }
        assertThat(Files.readString(DOC.resolve("third-party-licences.txt")))
                .contains("logback-classic 1")
                .containsPattern(
                        "logback-classic \\S+: EPL-2\\.0\\R.*EPL-2\\.0\\.md\\R    source: \\S*github.com/qos-ch/logback");
    }

    private static JsonNode components() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(DOC.resolve("sbom.cdx.json")))
                .get("components");
    }

    private static String coordinates(JsonNode component) {
        String name = component.get("name").asString();
        return component.has("group") ? component.get("group").asString() + ":" + name : name;
    }

    private static List<String> list() throws IOException {
        return Files.readAllLines(DOC.resolve("third-party-licences.txt")).stream()
                .skip(2)
                .filter(line -> !line.startsWith(" "))
                .toList();
    }
}
