package uz.fiskaldesk.scan;

import java.util.List;
import java.util.function.UnaryOperator;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** The result of reading a picture. */
public sealed interface Reading {

    /** One wanted code. */
    record Found(DecodedCode code) implements Reading {}

    /** Two or more wanted codes with different texts; the user has to choose. */
    record Several(List<DecodedCode> codes) implements Reading {
        public Several {
            codes = List.copyOf(codes);
        }
    }

    /**
     * No wanted code.
     *
     * @param others other codes in the picture
     */
    record NotFound(List<DecodedCode> others) implements Reading {
        public NotFound {
            others = List.copyOf(others);
        }
    }

    /** The result for lists of distinct codes. */
    static Reading of(List<DecodedCode> wanted, List<DecodedCode> others) {
        return switch (wanted.size()) {
            case 0 -> new NotFound(others);
            case 1 -> new Found(wanted.getFirst());
            default -> new Several(wanted);
        };
    }

    /** The same reading of a picture {@code factor} times as large. */
    default Reading scaled(double factor) {
        return mapped(code -> code.scaled(factor));
    }

    /** The same reading of a picture of which this one is a part, whose upper left corner is at the given pixels. */
    default Reading shifted(double left, double top) {
        return mapped(code -> code.shifted(left, top));
    }

    private Reading mapped(UnaryOperator<DecodedCode> change) {
        return switch (this) {
            case Found(DecodedCode code) -> new Found(change.apply(code));
            case Several(List<DecodedCode> codes) ->
                new Several(codes.stream().map(change).toList());
            case NotFound(List<DecodedCode> others) ->
                new NotFound(others.stream().map(change).toList());
        };
    }

    /** The wanted codes. */
    default List<DecodedCode> wanted() {
        return switch (this) {
            case Found found -> List.of(found.code());
            case Several several -> several.codes();
            case NotFound _ -> List.of();
        };
    }
}
