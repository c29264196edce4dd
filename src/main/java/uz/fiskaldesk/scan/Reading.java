package uz.fiskaldesk.scan;

import java.util.List;
import uz.fiskaldesk.scan.look.QrText;

/** The result of reading a picture. */
public sealed interface Reading {

    /** One wanted code. */
    record Found(QrText code) implements Reading {}

    /** Two or more wanted codes with different texts; the user has to choose. */
    record Several(List<QrText> codes) implements Reading {
        public Several {
            codes = List.copyOf(codes);
        }
    }

    /**
     * No wanted code.
     *
     * @param others other codes in the picture
     */
    record NotFound(List<QrText> others) implements Reading {
        public NotFound {
            others = List.copyOf(others);
        }
    }

    /** The result for lists of distinct codes. */
    static Reading of(List<QrText> wanted, List<QrText> others) {
        return switch (wanted.size()) {
            case 0 -> new NotFound(others);
            case 1 -> new Found(wanted.getFirst());
            default -> new Several(wanted);
        };
    }

    /** The same reading of a picture {@code factor} times as large. */
    default Reading scaled(double factor) {
        return switch (this) {
            case Found found -> new Found(found.code().scaled(factor));
            case Several several -> new Several(scaled(several.codes(), factor));
            case NotFound none -> new NotFound(scaled(none.others(), factor));
        };
    }

    private static List<QrText> scaled(List<QrText> codes, double factor) {
        return codes.stream().map(code -> code.scaled(factor)).toList();
    }

    /** The wanted codes. */
    default List<QrText> wanted() {
        return switch (this) {
            case Found found -> List.of(found.code());
            case Several several -> several.codes();
            case NotFound _ -> List.of();
        };
    }
}
