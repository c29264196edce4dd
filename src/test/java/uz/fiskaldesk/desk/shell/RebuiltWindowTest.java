package uz.fiskaldesk.desk.shell;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.support.Language;

/** Tests that a window that is rebuilt in another language, theme or text size releases what it showed before. */
class RebuiltWindowTest extends WindowTest {
    @Test
    void theOldContentIsReleased() {
        openWith(1, 2);
        List<WeakReference<Object>> before = new ArrayList<>();
        for (Language language : Language.values()) {
            before.add(onWindow(() -> new WeakReference<>((Object) find("#desk").orElseThrow())));
            onWindow(() -> {
                model().settings().open(sessions::settings);
                stage().getScene().getRoot().applyCss();
                window().setLanguage(language);
                model().pages().back();
                return null;
            });
            untilRowSays(1, "");
        }
        until("the old content is released", () -> {
            System.gc();
            return before.stream().limit(before.size() - 1).allMatch(content -> content.refersTo(null));
        });
    }
}
