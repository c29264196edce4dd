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
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;

/** Tests the image in target/dist after the {@code package} phase. */
class ImageIT {
    private static final long LARGEST_IMAGE = 172L << 20;

    @TempDir
    Path folder;

    @Test
    void theProgramRunsWithoutInstalledDependencies() throws Exception {
        Image.Run run = Image.run(folder, Map.of(), "--version");

        assertThat(run.out()).matches("FiskalDesk \\d+\\.\\d+\\.\\d+\\R");
        assertThat(run).isEqualTo(new Image.Run(0, run.out(), ""));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theStartUpCacheIsReadableForAllUsersOfTheProgram() throws Exception {
        Path lib = Image.DIST.resolve("lib");

        assertThat(Files.getPosixFilePermissions(lib.resolve("fiskaldesk.aot")))
                .isEqualTo(Files.getPosixFilePermissions(lib.resolve("fiskaldesk.jar")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a symbolic link needs an administrator there")
    void theProgramRunsThroughALinkInAFolderWithSpacesAndCyrillic() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("касса 1"));
        Path link = Files.createSymbolicLink(bin.resolve("fiskaldesk"), Image.launcher());

        assertThat(Image.run(link, folder, Map.of(), "--version").exitCode()).isZero();
    }

    /** Minimal systems have no locales installed; LANG then does not determine the character set. */
    @ParameterizedTest
    @ValueSource(strings = {"uz_UZ.UTF-8", "ru_RU.UTF-8", "C", ""})
    @EnabledOnOs(OS.LINUX)
    void outputIsUtf8InEveryLocale(String locale) throws Exception {
        Path data = folder.resolve("маълумот ʻoʻ");
        Path file = Files.writeString(
                folder.resolve("тўловлар.csv"),
                "transaction_id,note\na12f0000-0000-4000-8000-000000000001,Қабул қилинди\n");
        Map<String, String> environment = locale.isEmpty() ? Map.of() : Map.of("LANG", locale);

        Image.run(folder, environment, "import", "--data-dir", data.toString(), file.toString())
                .done();
        Image.run(
                        folder,
                        environment,
                        "add",
                        "a12f0000-0000-4000-8000-000000000002",
                        "--note",
                        "oʻrik ёғи",
                        "--data-dir",
                        data.toString())
                .done();

        assertThat(show(environment, data, 1)).contains("Қабул қилинди");
        assertThat(show(environment, data, 2)).contains("oʻrik ёғи");
        String said = Image.run(folder, environment, "list", "--state", "READY", "--data-dir", data.toString())
                .err();
        assertThat(said)
                .as("in the language that was asked for, installed or not")
                .isEqualTo(Translations.in(
                                        switch (locale) {
                                            case "uz_UZ.UTF-8" -> Language.UZBEK;
                                            case "ru_RU.UTF-8" -> Language.RUSSIAN;
                                            default -> Language.ENGLISH;
                                        })
                                .get("cli.list.none")
                        + "\n");
    }

    private String show(Map<String, String> environment, Path data, int payment)
            throws IOException, InterruptedException {
        String id = "a12f0000-0000-4000-8000-00000000000" + payment;
        return Image.run(folder, environment, "show", id, "--data-dir", data.toString())
                .done()
                .out();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theDeskReportsAMissingScreen() throws Exception {
        Image.Run run = Image.run(
                folder,
                Map.of(),
                "--lang",
                "en",
                "--data-dir",
                folder.resolve("d").toString());

        assertThat(run.err().lines()).singleElement().asString().contains("needs a screen");
        assertThat(run.exitCode()).isEqualTo(6);
    }

    /** Java's exit code 1 would mean a rejection by FiscalBox. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for an old Java is a shell script")
    void unsupportedJavaOptionsAreReported() throws Exception {
        Image.Run own = Image.run(folder, Map.of("FISKALDESK_JVM_OPTIONS", "-XX:+NoSuchOption"), "--version");
        assertThat(own.err().lines()).singleElement().asString().contains("FISKALDESK_JVM_OPTIONS", "NoSuchOption");
        assertThat(own.exitCode()).isEqualTo(6);

        Path bare = folder.resolve("image");
        for (String part : List.of("bin", "lib")) {
            copy(Image.DIST.resolve(part), bare.resolve(part));
        }
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"Unrecognized VM option 'AOTAdapterCaching'\" >&2\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Image.Run old = Image.run(
                bare.resolve("bin/fiskaldesk"),
                folder,
                Map.of("JAVA_HOME", folder.resolve("jdk").toString()),
                "--version");
        assertThat(old.err().lines()).singleElement().asString().contains("JDK 25", "AOTAdapterCaching");
        assertThat(old.exitCode()).isEqualTo(6);
    }

    /** Java takes the home folder from the user account and ignores relative paths. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void uninstallingNamesTheDataFolder() throws Exception {
        for (Map<String, String> environment : List.of(
                Map.of("HOME", folder.resolve("elsewhere").toString()),
                Map.of("HOME", folder.toString(), "XDG_DATA_HOME", "not/absolute"),
                Map.of(
                        "HOME",
                        folder.toString(),
                        "XDG_DATA_HOME",
                        folder.resolve("x").toString()))) {
            Image.Run check = Image.run(folder, environment, "check", "--lang", "en", "--api", "http://127.0.0.1:1");
            Matcher settings =
                    Pattern.compile("Settings: in order, (.*)/settings\\.json").matcher(check.out());
            assertThat(settings.find()).as(check.toString()).isTrue();
            Image.Run removed =
                    Image.run(Image.DIST.resolve("install").toAbsolutePath(), folder, environment, "--remove");
            assertThat(removed.done().out()).contains(settings.group(1) + "\n");
        }
    }

    @Test
    void theProgramStartsFromTheStartUpCache() throws Exception {
        assertThat(whereMainComesFrom(Image.launcher())).isEqualTo("shared objects file");
    }

    @Test
    void anAddedJarIsNotHiddenByTheStartUpCache() throws Exception {
        Path copy = folder.resolve("image");
        for (String part : List.of("bin", "lib", "runtime")) {
            copy(Image.DIST.resolve(part), copy.resolve(part));
        }
        Path launcher = copy.resolve("bin").resolve(Image.launcher().getFileName());
        assertThat(whereMainComesFrom(launcher)).as("before").isEqualTo("shared objects file");

        Files.setLastModifiedTime(copy.resolve("lib/fiskaldesk.jar"), FileTime.from(Instant.now()));

        assertThat(whereMainComesFrom(launcher)).as("after").endsWith("lib/fiskaldesk.jar");
    }

    /** Machine code for the build machine's processor could crash on older processors. */
    @Test
    void theStartUpCacheContainsNoMachineCode() throws Exception {
        Image.Run run = Image.run(
                folder,
                Map.of("FISKALDESK_JVM_OPTIONS", "-Xlog:aot:stderr -Xlog:aot+codecache+init:stderr"),
                "--version");

        assertThat(run.err()).contains("Opened AOT cache").doesNotContain("AOT code entries");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theJarsContainNativeLibrariesOfThisSystemOnly() throws IOException {
        List<String> found = new ArrayList<>();
        for (String jar : libraries()) {
            try (ZipFile file =
                    new ZipFile(Image.DIST.resolve("lib").resolve(jar).toFile())) {
                file.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)"))
                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                        .forEach(found::add);
            }
        }

        assertThat(found).containsExactlyInAnyOrder("libjnidispatch.so", "libopenpnp-capture.so", "libjSerialComm.so");
        assertThat(Image.DIST.resolve("lib/native/libsqlitejdbc.so")).exists();
    }

    /** The classes of a sealed package cannot be loaded in a moved image: its start-up cache has the old place. */
    @Test
    void noJarIsSealed() throws IOException {
        List<String> sealed = new ArrayList<>();
        for (String name : libraries()) {
            try (JarFile jar =
                    new JarFile(Image.DIST.resolve("lib").resolve(name).toFile())) {
                Manifest manifest = jar.getManifest();
                if (manifest != null
                        && (manifest.getMainAttributes().containsKey(Attributes.Name.SEALED)
                                || manifest.getEntries().values().stream()
                                        .anyMatch(part -> part.containsKey(Attributes.Name.SEALED)))) {
                    sealed.add(name);
                }
            }
        }

        assertThat(sealed).isEmpty();
    }

    /** With the start-up cache, but without the runtime's own one, which no installer contains. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theImageIsNotLargerThanDecided() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(Image.DIST)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += file.toString().endsWith(".jsa") ? 0 : Files.size(file);
            }
        }

        // The installers strip 5 MB of symbols; see packaging/docs/decisions/0007-start-up-cache-after-installation.md.
        assertThat(bytes).isLessThan(LARGEST_IMAGE);
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(Image.DIST.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("fiskaldesk.jar"))
                    .toList();
        }
    }

    private String whereMainComesFrom(Path program) throws IOException, InterruptedException {
        Image.Run run =
                Image.run(program, folder, Map.of("FISKALDESK_JVM_OPTIONS", "-Xlog:class+load:stderr"), "--version");
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
}
