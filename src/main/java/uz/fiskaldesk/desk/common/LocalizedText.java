package uz.fiskaldesk.desk.common;

import uz.fiskaldesk.wording.Messages;

/** A text that is translated when it is shown, so that it follows a change of language. */
@FunctionalInterface
public interface LocalizedText {
    String in(Messages messages);

    /** The text of a key, formatted with the values. */
    static LocalizedText of(String key, Object... values) {
        return messages -> messages.texts().get(key, values);
    }
}
