package uz.fiskaldesk.scan.decoder;

/** A point in a picture, in pixels from its upper left corner. */
public record Corner(double x, double y) {
    Corner scaled(double factor) {
        return new Corner(x * factor, y * factor);
    }

    Corner shifted(double dx, double dy) {
        return new Corner(x + dx, y + dy);
    }
}
