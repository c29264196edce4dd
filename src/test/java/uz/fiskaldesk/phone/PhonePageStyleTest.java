package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that the page on the phone can be read and touched, by its style sheet: no browser is needed. */
class PhonePageStyleTest {
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^}]*)}");
    private static final Pattern DECLARATION = Pattern.compile("\\s*([a-z-]+)\\s*:\\s*([^;]+);?");
    private static final Pattern COLOUR = Pattern.compile("#([0-9a-f]{6}|[0-9a-f]{3})");

    /** The minimum contrast ratio for text (WCAG AA). */
    private static final double CONTRAST = 4.5;

    /** The minimum size of a touch target in pixels (WCAG 2.5.5). */
    private static final int FINGER = 44;

    private final Map<String, Map<String, String>> rules = rules();

    private static Map<String, Map<String, String>> rules() {
        Map<String, Map<String, String>> rules = new LinkedHashMap<>();
        Matcher rule = RULE.matcher(style());
        while (rule.find()) {
            for (String selector : rule.group(1).split(",", -1)) {
                Map<String, String> properties = rules.computeIfAbsent(selector.strip(), _ -> new LinkedHashMap<>());
                Matcher declaration = DECLARATION.matcher(rule.group(2));
                while (declaration.find()) {
                    properties.put(declaration.group(1), declaration.group(2).strip());
                }
            }
        }
        return rules;
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(UploadPage.class.getResourceAsStream("page.css"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void textStandsOutFromItsGround() {
        List<String> grounds = new ArrayList<>();
        rules.forEach((selector, properties) -> {
            String ground = properties.get("background");
            if (ground != null) {
                grounds.add(selector);
                assertThat(contrast(colour(inherited(selector)), colour(ground)))
                        .as("text of %s on %s", selector, ground)
                        .isGreaterThanOrEqualTo(CONTRAST);
            }
        });
        assertThat(grounds).contains("body", "#status.taken", "#status.refused", "#send", ".js.busy #take");
    }

    /** The colour of the text of an element: its own, that of the same element in another state, or that of the page. */
    private String inherited(String selector) {
        String element = selector.substring(selector.lastIndexOf(' ') + 1);
        return rules.entrySet().stream()
                .filter(rule -> rule.getKey().equals(selector) || rule.getKey().endsWith(" " + element))
                .map(rule -> rule.getValue().get("color"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(value("body", "color")));
    }

    @Test
    void whatIsTouchedIsAsLargeAsAFinger() {
        for (String touched : List.of("#send", ".js #take", "#picture")) {
            assertThat(Integer.parseInt(
                            Objects.requireNonNull(value(touched, "min-height")).replace("px", "")))
                    .as("height of %s", touched)
                    .isGreaterThanOrEqualTo(FINGER);
            assertThat(value(touched, "width")).as("width of %s", touched).isEqualTo("100%");
        }
    }

    private @Nullable String value(String selector, String property) {
        return rules.getOrDefault(selector, Map.of()).get(property);
    }

    private static int[] colour(String value) {
        Matcher found = COLOUR.matcher(value);
        assertThat(found.find()).as("a colour in %s", value).isTrue();
        String digits =
                found.group(1).length() == 6 ? found.group(1) : found.group(1).replaceAll("(.)", "$1$1");
        int rgb = Integer.parseInt(digits, 16);
        return new int[] {rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff};
    }

    private static double contrast(int[] one, int[] other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int[] rgb) {
        return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
