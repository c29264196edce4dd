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

    /** The codes that were wanted: none, one or several. */
    default List<QrText> wanted() {
        return switch (this) {
            case Found found -> List.of(found.code());
            case Several several -> several.codes();
            case NotFound _ -> List.of();
        };
    }
}
