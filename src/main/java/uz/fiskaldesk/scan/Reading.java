package uz.fiskaldesk.scan;

import java.util.List;
import uz.fiskaldesk.scan.look.QrText;

/** What a reader made of a picture. */
public sealed interface Reading {

    /** One wanted code. */
    record Found(QrText code) implements Reading {}

    /** Two or more wanted codes that say different things: a person has to choose. */
    record Several(List<QrText> codes) implements Reading {
        public Several {
            codes = List.copyOf(codes);
        }
    }

    /**
     * Nothing wanted.
     *
     * @param others codes that were read but are not wanted, to be able to say "this is not a receipt"
     */
    record NotFound(List<QrText> others) implements Reading {
        public NotFound {
            others = List.copyOf(others);
        }
    }

    /** By the number of wanted codes; each list without repetitions. */
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

    /** The codes that were wanted: none, one or several. */
    default List<QrText> wanted() {
        return switch (this) {
            case Found found -> List.of(found.code());
            case Several several -> several.codes();
            case NotFound _ -> List.of();
        };
    }
}
