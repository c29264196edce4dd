package uz.fiskaldesk.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the tests named in the security table exist, because {@code packaging/test security} runs them. */
class SecurityTableTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))\\b");

    private static final Pattern METHOD = Pattern.compile("`([A-Z][A-Za-z]*)\\.([a-z][A-Za-z]*)…?`");

    @Test
    void everyTestInTheSecurityTableExists() throws IOException {
        String page = Files.readString(Path.of("packaging/docs/reliability.md"));
        int start = page.indexOf("\n## Who must not get in\n");
        String table = page.substring(start + 1, page.indexOf("\n## ", start + 1));
        Set<String> named = NAME.matcher(table)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(15).contains("SecurityIT", "SupervisorTest");
        for (MatchResult method : METHOD.matcher(table).results().toList()) {
            try (Stream<Path> files =
                    Files.find(Path.of("src/test/java"), 20, (file, _) -> file.endsWith(method.group(1) + ".java"))) {
                assertThat(files.findAny())
                        .as(method.group())
                        .hasValueSatisfying(file -> assertThat(file).content().contains(" " + method.group(2)));
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .toList())
                    .containsAll(named);
        }
    }
}
