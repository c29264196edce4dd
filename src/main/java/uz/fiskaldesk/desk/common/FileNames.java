package uz.fiskaldesk.desk.common;

import java.nio.file.Path;
import uz.fiskaldesk.support.CellText;

/** Names of files as the window shows them: a name may have any characters, also those that turn the text around. */
public final class FileNames {
    private FileNames() {}

    /** The name without its folder, short, and without control characters. */
    public static String shown(Path file) {
        Path name = file.getFileName();
        return CellText.quoted(name == null ? file.toString() : name.toString());
    }
}
