package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the language files have the same keys, and exactly those that the program uses. */
class LanguageFilesTest {
    /** A key that is given to {@code texts.get} or {@code ui.text}, followed by what ends a literal. */
    private static final Pattern ASKED =
            Pattern.compile("(?:texts|texts\\(\\)|translations|translations\\(\\))\\.get\\(\\s*\"([^\"]+)\"\\s*[,)]"
                    + "|\\bui\\.text\\(\\s*\"([^\"]+)\"\\s*[,)]");

    private static final Pattern STRING = Pattern.compile("\"([^\"\\\\\\s]+)\"");
    /** Keys of settings.json that start like text keys. */
    private static final Set<String> SETTINGS = Set.of(
            "ledger.url",
            "ledger.passwordFile",
            "camera.on",
            "camera.id",
            "camera.name",
            "camera.size",
            "camera.mirrored",
            "scanner.port",
            "scanner.baud",
            "scanner.sounds");

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasTheSameKeys(Language language) throws IOException {
        assertThat(file(language).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(file(Language.ENGLISH).stringPropertyNames());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyTextExistsAndHasTheSamePlaceholders(Language language) throws IOException {
        Properties english = file(Language.ENGLISH);
        Properties texts = file(language);
        for (String key : texts.stringPropertyNames()) {
            assertThat(texts.getProperty(key)).as(key).isNotBlank();
            assertThat(places(texts.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"UZBEK", "UZBEK_CYRILLIC"})
    void uzbekUsesItsOwnApostrophes(Language language) throws IOException {
        file(language)
                .forEach((key, text) -> assertThat((String) text)
                        .as((String) key)
                        .doesNotContain("'")
                        .doesNotContain("‘")
                        .doesNotContain("’"));
    }

    /** Of two lines with one key, the later one would win silently, as after a merge. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void noKeyIsThereTwice(Language language) throws IOException {
        try (InputStream in = Translations.class.getResourceAsStream("texts_" + language.tag() + ".properties")) {
            List<String> keys = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertThat(keys).doesNotHaveDuplicates();
        }
    }

    /** The help explains the words that stand on the rows, and not others. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void theHelpUsesTheWordsOfTheStates(Language language) throws IOException {
        Properties texts = file(language);
        Map.of(
                        "help.pending", "state.pending",
                        "help.queued", "state.ready",
                        "help.sending", "state.sending",
                        "help.confirmed", "state.confirmed",
                        "help.rejected", "state.rejected",
                        "help.set-aside", "state.set-aside")
                .forEach((help, state) ->
                        assertThat(texts.getProperty(help)).startsWith(texts.getProperty(state) + ":"));
    }

    @Test
    void noKeyIsUnused() throws IOException {
        Set<String> literals = literals();
        Set<String> unused = file(Language.ENGLISH).stringPropertyNames().stream()
                .filter(key -> !literals.contains(key) && !isOfAFamily(key, literals))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unused).isEmpty();
    }

    /** Every string literal that looks like a text key must exist. */
    @Test
    void noKeyIsMissing() throws IOException {
        Set<String> keys = file(Language.ENGLISH).stringPropertyNames();
        Set<String> heads = keys.stream()
                .map(key -> key.substring(0, key.indexOf('.') + 1))
                .filter(head -> !head.isEmpty())
                .collect(Collectors.toSet());
        Set<String> missing = literals().stream()
                .filter(text -> text.matches("[a-z-]+(\\.[a-z0-9-]+)+"))
                .filter(text -> heads.contains(text.substring(0, text.indexOf('.') + 1)))
                .filter(text -> !keys.contains(text))
                .filter(text -> !isASettingOrFile(text))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).isEmpty();
    }

    /** A family of keys that is gone as a whole has no other key to be known by. */
    @Test
    void noKeyThatIsAskedForIsMissing() throws IOException {
        Set<String> keys = file(Language.ENGLISH).stringPropertyNames();
        Set<String> missing = new TreeSet<>();
        for (String source : sources()) {
            ASKED.matcher(source)
                    .results()
                    .map(asked -> asked.group(1) == null ? asked.group(2) : asked.group(1))
                    .filter(key -> !keys.contains(key))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    /** Where the system has no other font with it, the window shows an empty box for such a character. */
    @ParameterizedTest
    @EnumSource
    void theFontOfTheWindowHasEveryCharacter(Language language) throws IOException, FontFormatException {
        Font font = Font.createFont(
                Font.TRUETYPE_FONT, new File("src/main/resources/uz/fiskaldesk/desk/fonts/NotoSans-Regular.ttf"));
        assertThat(file(language).values().stream()
                        .map(String::valueOf)
                        .filter(text -> font.canDisplayUpTo(text.replace("\n", "")) >= 0))
                .isEmpty();
    }

    private static boolean isASettingOrFile(String text) {
        return text.endsWith(".json") || text.endsWith(".db") || SETTINGS.contains(text);
    }

    /** Matches keys that are composed, such as {@code "state." + name} for {@code state.pending}. */
    private static boolean isOfAFamily(String key, Set<String> literals) {
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
            if (literals.contains(key.substring(0, dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> literals() throws IOException {
        Set<String> literals = new TreeSet<>();
        for (String source : sources()) {
            Matcher matcher = STRING.matcher(source);
            while (matcher.find()) {
                literals.add(matcher.group(1));
            }
        }
        return literals;
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.add(Files.readString(file));
            }
        }
        return sources;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(result -> result.group()).collect(Collectors.toSet());
    }

    private static Properties file(Language language) throws IOException {
        Properties texts = new Properties();
        String name = "texts_" + language.tag() + ".properties";
        try (InputStream in = Objects.requireNonNull(Translations.class.getResourceAsStream(name), name)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
