package uz.fiskaldesk.desk.common;

import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a form.
 *
 * @param field the value that has to be corrected; null if no single one
 */
public record FormProblem(@Nullable StringProperty field, LocalizedText text) {
    public static FormProblem of(@Nullable StringProperty field, String key, Object... values) {
        return new FormProblem(field, LocalizedText.of(key, values));
    }
}
