package uz.fiskaldesk.scan.drawn;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Models light, lens, sensor and compression of a webcam. */
final class Webcam {
    private final Scene scene;
    private final View view;
    private final SplittableRandom random;
    private Plane image;

    Webcam(Scene scene, View view, SplittableRandom random) {
        this.scene = scene;
        this.view = view;
        this.random = random;
        this.image = view.picture;
    }

    byte[] jpeg() {
        shadow(scene.strength(Degradation.SHADOW));
        glare(scene.strength(Degradation.GLARE));
        double modules = 2 * (0.05 + 0.75 * scene.strength(Degradation.DEFOCUS)) * 0.9;
        image = image.disc(modules * view.pixelsPerModule)
                .gauss(0.35 + 0.25 * random.nextDouble())
                .motion(2.6 * scene.strength(Degradation.MOTION) * view.pixelsPerModule, random.nextDouble() * Math.PI);
        expose();
        return compressed(image, (float) (0.92 - 0.78 * scene.strength(Degradation.COMPRESSION)));
    }

    private void shadow(double strength) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double side = view.codePixels();
        double place = (random.nextDouble() - 0.5) * side * 0.7;
        double softness = side * (0.02 + 0.25 * random.nextDouble());
        double gradient = random.nextDouble() * 2 * Math.PI;
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < image.width; x++) {
                double dx = x - view.middleX;
                double dy = y - view.middleY;
                double edge = (dx * Math.cos(angle) + dy * Math.sin(angle) - place) / softness;
                double dark = 1 - 0.8 * strength / (1 + Math.exp(-edge));
                double slope = (dx * Math.cos(gradient) + dy * Math.sin(gradient)) / (side * 1.5);
                image.values[y * image.width + x] *= (float) (dark * Math.clamp(1 + 0.5 * strength * slope, 0.15, 1.6));
            }
        }
    }

    private void glare(double strength) {
        double side = view.codePixels();
        double length = side * (0.08 + 0.32 * strength * (0.5 + random.nextDouble()));
        double breadth = length * (0.35 + 0.65 * random.nextDouble());
        double x0 = view.middleX + (random.nextDouble() - 0.5) * side * 0.9;
        double y0 = view.middleY + (random.nextDouble() - 0.5) * side * 0.9;
        double angle = random.nextDouble() * Math.PI;
        if (strength < 0.08) {
            return;
        }
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < image.width; x++) {
                double along = ((x - x0) * Math.cos(angle) + (y - y0) * Math.sin(angle)) / length;
                double across = ((y - y0) * Math.cos(angle) - (x - x0) * Math.sin(angle)) / breadth;
                image.values[y * image.width + x] +=
                        (float) (1.3 * strength * Math.exp(-along * along - across * across));
            }
        }
    }

    /** Automatic exposure on the code, gamma, noise, and sharpening or upscaling as by some drivers. */
    private void expose() {
        double gain = (0.30 + 0.25 * random.nextDouble()) / Math.max(0.02, meanOfCode());
        double sigma = 1.2 + 34 * Math.pow(scene.strength(Degradation.NOISE), 1.4);
        Plane noise = new Plane(image.width, image.height);
        for (int i = 0; i < noise.values.length; i++) {
            noise.values[i] = (float) random.nextGaussian();
        }
        boolean blotchy = random.nextBoolean();
        Plane grain = blotchy ? noise.gauss(0.6) : noise;
        double amplitude = blotchy ? 2 * sigma : sigma;
        Plane exposed = new Plane(image.width, image.height);
        for (int i = 0; i < exposed.values.length; i++) {
            double linear = Math.clamp(image.values[i] * gain, 0, 1);
            double shot = 0.6 + 0.4 * Math.sqrt(linear);
            exposed.values[i] = (float) (255 * Math.pow(linear, 1 / 1.6) + grain.values[i] * amplitude * shot);
        }
        boolean sharpened = random.nextInt(3) == 0;
        double amount = 0.5 + 0.6 * random.nextDouble();
        image = sharpened ? sharpened(exposed, amount) : exposed;
        boolean smallSensor = random.nextInt(6) == 0 && scene.strength(Degradation.FINE_MODULES) < 0.45;
        if (smallSensor && image.width > 640) {
            image = image.resized(image.width * 2 / 3, image.height * 2 / 3).resized(image.width, image.height);
        }
    }

    private static Plane sharpened(Plane plane, double amount) {
        Plane soft = plane.gauss(1);
        Plane sharp = new Plane(plane.width, plane.height);
        for (int i = 0; i < sharp.values.length; i++) {
            sharp.values[i] = (float) (plane.values[i] + amount * (plane.values[i] - soft.values[i]));
        }
        return sharp;
    }

    private double meanOfCode() {
        double half = view.codePixels() / 2;
        double sum = 0;
        int count = 1;
        for (int y = (int) Math.max(0, view.middleY - half); y < Math.min(image.height, view.middleY + half); y++) {
            for (int x = (int) Math.max(0, view.middleX - half); x < Math.min(image.width, view.middleX + half); x++) {
                sum += image.values[y * image.width + x];
                count++;
            }
        }
        return sum / count;
    }

    static byte[] compressed(Plane image, float quality) {
        BufferedImage grey = new BufferedImage(image.width, image.height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] bytes = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.clamp(Math.round(image.values[i]), 0, 255);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(grey, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
