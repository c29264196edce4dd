package uz.fiskaldesk.scan.soliq;

import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.soliq.grid.GridCandidate;
import uz.fiskaldesk.scan.soliq.sampling.Equaliser;
import uz.fiskaldesk.scan.soliq.sampling.RectifiedCode;
import uz.fiskaldesk.scan.soliq.template.KnownModules;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/**
 * Reads a code of which only the function patterns are known. The grid is refined as for a receipt, but with the observed
 * colour of each module in place of the known one. Most of them are right, so they pull the grid to the centres of the
 * modules, and the equaliser can learn from them.
 */
final class GenericCodeReader {
    private static final String NAME = "grid";
    /** Modules from one node of the refinement to the next in large codes, less than between their alignment patterns. */
    private static final int NODE_DISTANCE = 8;

    private static final List<RectifiedCode.Round> OBSERVED_MODULES = List.of(
            new RectifiedCode.Round(3, 2, 6, 7),
            new RectifiedCode.Round(3, 3, 5, 7),
            new RectifiedCode.Round(2, 3, 4, 9));

    private GenericCodeReader() {}

    static Optional<RectifiedCode> refined(ImagePyramid pyramid, GridCandidate candidate) {
        ModuleLayout layout = candidate.layout();
        int nodes = Math.max(7, Math.ceilDiv(layout.side(), NODE_DISTANCE));
        Optional<RectifiedCode> code = RectifiedCode.of(pyramid, candidate.grid(), layout.side())
                .flatMap(grid -> grid.refined(
                        new KnownModules(layout.functionModules()), List.of(new RectifiedCode.Round(6, 2, 6, nodes))));
        for (RectifiedCode.Round round : OBSERVED_MODULES) {
            code = code.flatMap(grid -> grid.refined(observed(layout, grid.modules()), List.of(round)));
        }
        return code;
    }

    static Optional<DecodedCode> read(ModuleLayout layout, RectifiedCode code) {
        return Optional.ofNullable(text(layout, code)).map(text -> new DecodedCode(text, code.outline(), NAME));
    }

    private static @Nullable String text(ModuleLayout layout, RectifiedCode code) {
        float[] modules = code.modules();
        String text = text(layout.side(), i -> modules[i] > 0);
        double[] equalised = text == null ? Equaliser.equalise(code, observed(layout, modules)) : null;
        return equalised == null ? text : text(layout.side(), i -> equalised[i] > 0);
    }

    private static @Nullable String text(int side, IntPredicate isBlack) {
        BitMatrix matrix = new BitMatrix(side);
        for (int i = 0; i < side * side; i++) {
            if (isBlack.test(i)) {
                matrix.set(i % side, Math.floorDiv(i, side));
            }
        }
        try {
            return new Decoder().decode(matrix, Map.of()).getText();
        } catch (ReaderException | RuntimeException e) {
            // ZXing accesses indexes outside its arrays on some damaged codes, which therefore count as unreadable.
            return null;
        }
    }

    /** The function modules, and elsewhere the observed colours. */
    private static KnownModules observed(ModuleLayout layout, float[] modules) {
        byte[] colours = layout.functionModules();
        for (int i = 0; i < colours.length; i++) {
            if (colours[i] == ModuleLayout.DATA) {
                colours[i] = modules[i] > 0 ? ModuleLayout.BLACK : ModuleLayout.WHITE;
            }
        }
        return new KnownModules(colours);
    }
}
