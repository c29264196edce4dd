package uz.fiskaldesk.cli;

import java.nio.file.Path;
import uz.fiskaldesk.support.Texts;

/** Says why a picture was not read. */
final class PictureWords {
    private PictureWords() {}

    static String refused(Pictures.Seen.NoPicture none, Path file, Texts texts) {
        return texts.get(
                switch (none.reason()) {
                    case NOT_A_PICTURE -> "cli.picture.not-a-picture";
                    case LOCKED -> "cli.picture.locked";
                    case TOO_LARGE -> "cli.picture.too-large";
                    case UNREADABLE -> "cli.picture.unreadable";
                },
                file);
    }
}
