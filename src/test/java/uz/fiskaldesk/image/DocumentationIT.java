package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks the documents, the man pages, the shell completion and their installation. */
class DocumentationIT {
    private static final Path DOCUMENTS = Image.DIST.resolve("doc").toAbsolutePath();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("^  ([a-z][a-z-]*) {2,}\\S.*");

    @TempDir
    private Path folder;

    @Test
    void everyLinkInTheDocumentsResolves() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!link.group(1).contains("://") && !resolves(page, link.group(1))) {
                    broken.add(DOCUMENTS.relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(pages).hasSizeGreaterThan(10);
    }

    private static boolean resolves(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!target.startsWith(DOCUMENTS) || !Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || HEADING.matcher(Files.readString(target))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
    }

    /** The anchor that GitHub gives a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCUMENTS)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    @Test
    void everyCommandHasAManPage() throws Exception {
        Set<String> wanted = new TreeSet<>(Set.of("fiskaldesk.1"));
        commands().forEach(command -> wanted.add("fiskaldesk-" + command + ".1"));
        Path manual = Image.DIST.resolve("share/man/man1");

        try (Stream<Path> files = Files.list(manual)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(wanted);
        }
        assertThat(Files.readString(manual.resolve("fiskaldesk-confirm.1")))
                .startsWith("'\\\" t")
                .contains("transaction\\-id", "\\-\\-receipt", "outcome unknown")
                .doesNotContain("${bundle:");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bashCompletesEveryCommandAndItsOptions() throws Exception {
        Path script = Image.DIST.resolve("share/bash-completion/completions/fiskaldesk");

        assertThat(completions(script, "fiskaldesk", "")).containsAll(commands());
        assertThat(completions(script, "fiskaldesk", "ex")).containsExactly("export");
        assertThat(completions(script, "fiskaldesk", "confirm", "--re"))
                .containsExactlyInAnyOrder("--receipt", "--replace");
    }

    private List<String> completions(Path script, String... words) throws Exception {
        String call = "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_fiskaldesk; echo \"${COMPREPLY[@]}\""
                .formatted(
                        script.toAbsolutePath(),
                        Stream.of(words).map(word -> "'" + word + "'").collect(Collectors.joining(" ")),
                        words.length - 1);
        return List.of(Image.run(Path.of("/bin/bash"), folder, Map.of(), "-c", call)
                .done()
                .out()
                .strip()
                .split("\\s+"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theInstallerAddsAndRemovesThem() throws Exception {
        Map<String, String> environment = Map.of("HOME", folder.toString());
        Path installer = Image.DIST.resolve("install").toAbsolutePath();
        Path manual = folder.resolve(".local/share/man/man1/fiskaldesk.1");
        Path completion = folder.resolve(".local/share/bash-completion/completions/fiskaldesk");

        Image.run(installer, folder, environment).done();
        assertThat(manual).exists();
        assertThat(completion).exists();

        Image.run(installer, folder, environment, "--remove").done();
        assertThat(manual).doesNotExist();
        assertThat(Files.exists(completion, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    private List<String> commands() throws Exception {
        return Image.run(folder, Map.of(), "--help", "--lang", "en")
                .done()
                .out()
                .lines()
                .map(COMMAND::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }
}
