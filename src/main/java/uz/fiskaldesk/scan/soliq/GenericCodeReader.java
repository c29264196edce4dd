package uz.fiskaldesk.scan.soliq;

import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a code of which no more is known than what all codes of its version have in common. The grid is bent as for a
 * receipt; where nothing is known, what a module looks like stands for what it is. Most of them are right, so they draw
 * the grid to the modules' middles, and the equaliser learns from them.
 */
final class UnknownCode {
    /** By what the version has alone; then by all modules as they seem to be. */
    private static final GridRefinement.Round FIRST = new GridRefinement.Round(6, 2, 6, 7);

    private static final List<GridRefinement.Round> OTHERS = List.of(
            new GridRefinement.Round(3, 2, 6, 7),
            new GridRefinement.Round(3, 3, 5, 7),
            new GridRefinement.Round(2, 3, 4, 9));

    private UnknownCode() {}

    static Optional<ReadCode> read(GreyPyramid pyramid, Proposal proposal) {
        ModuleLayout layout = proposal.layout();
        Grid grid = proposal.grid();
        FlatCode flat = FlatCode.of(pyramid, grid, layout.side);
        if (flat != null) {
            grid = GridRefinement.bend(grid, flat, new Pattern(layout.function()), FIRST);
            flat = FlatCode.of(pyramid, grid, layout.side);
        }
        for (GridRefinement.Round round : OTHERS) {
            if (flat == null) {
                return Optional.empty();
            }
            grid = GridRefinement.bend(grid, flat, guess(layout, flat.modules()), round);
            flat = FlatCode.of(pyramid, grid, layout.side);
        }
        String text = flat == null ? null : text(layout, flat);
        return text == null ? Optional.empty() : Optional.of(ReadCode.other(grid, layout.side, text));
    }

    private static @Nullable String text(ModuleLayout layout, FlatCode flat) {
        float[] modules = flat.modules();
        String text = text(black(modules), layout.side);
        double[] equalised = text == null ? Equaliser.softModules(flat, guess(layout, modules)) : null;
        return equalised == null ? text : text(black(equalised), layout.side);
    }

    private static @Nullable String text(boolean[] black, int side) {
        BitMatrix matrix = new BitMatrix(side);
        for (int i = 0; i < black.length; i++) {
            if (black[i]) {
                matrix.set(i % side, Math.floorDiv(i, side));
            }
        }
        try {
            return new Decoder().decode(matrix, Map.of()).getText();
        } catch (ReaderException | RuntimeException e) {
            // ZXing indexes outside its arrays on some damaged codes: the same as not being able to read them.
            return null;
        }
    }

    /** What the version has, and elsewhere what is seen. */
    private static Pattern guess(ModuleLayout layout, float[] modules) {
        byte[] colours = layout.function();
        for (int i = 0; i < colours.length; i++) {
            if (colours[i] == ModuleLayout.DATA) {
                colours[i] = modules[i] > 0 ? ModuleLayout.BLACK : ModuleLayout.WHITE;
            }
        }
        return new Pattern(colours);
    }

    private static boolean[] black(float[] modules) {
        boolean[] black = new boolean[modules.length];
        for (int i = 0; i < black.length; i++) {
            black[i] = modules[i] > 0;
        }
        return black;
    }

    private static boolean[] black(double[] modules) {
        boolean[] black = new boolean[modules.length];
        for (int i = 0; i < black.length; i++) {
            black[i] = modules[i] > 0;
        }
        return black;
    }
}
