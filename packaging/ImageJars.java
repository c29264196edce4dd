import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Leaves out of an image what the program does not use of its libraries: the native libraries of other platforms, four
 * fifths of the size of several jars, and large resources. No copied jar is sealed: after the image was moved or copied, the
 * start-up cache still has the old place of the jars, and Java refuses the classes of a sealed package from another place.
 */
final class ImageJars {
    /** A static library ({@code .a}) is of no use to Java on any platform. */
    private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib|a)";

    /** A month after the first time of zip files, which the JDK would write with the zone of the computer. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /**
     * The themes of AtlantaFX that the desk does not offer, and the character maps of PDFBox for Chinese, Japanese and Korean
     * fonts: texts in such fonts stay empty in a picture of a PDF file. Together 1.8 MB.
     */
    private static final String UNUSED =
            "/atlantafx/base/theme/(cupertino|dracula|nord)-?[a-z]*\\.[bc]ss|/org/apache/fontbox/cmap/(?!Identity)[^.]+";

    private ImageJars() {}

    /**
     * Copies a jar without unused resources and without the native libraries that lie outside the given folders. A jar that
     * has none of these and is not sealed is copied as it is. The copy depends on nothing but the jar: all its entries have
     * the same time, because the JDK reads the times in some jars in the time zone of the computer.
     *
     * @param folders the names of the target platform in the jars, such as {@code linux-x86-64} and {@code Linux/x86_64}
     */
    static void copy(Path jar, Path copy, List<String> folders) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream().toList();
            Manifest manifest = file.getManifest();
            boolean sealed = manifest != null && manifest.getMainAttributes().remove(Attributes.Name.SEALED) != null;
            if (!sealed && entries.stream().allMatch(entry -> isWanted(entry, folders))) {
                Files.copy(jar, copy);
                return;
            }
            try (OutputStream out = Files.newOutputStream(copy);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.BEST_COMPRESSION);
                for (JarEntry entry : entries) {
                    if (isWanted(entry, folders)) {
                        ZipEntry copied = new ZipEntry(entry.getName());
                        copied.setTimeLocal(TIME);
                        zip.putNextEntry(copied);
                        if (sealed && entry.getName().equals(JarFile.MANIFEST_NAME)) {
                            manifest.write(zip);
                        } else {
                            file.getInputStream(entry).transferTo(zip);
                        }
                        zip.closeEntry();
                    }
                }
            }
        }
    }

    /** Copies the native libraries with the given suffix that lie directly in one folder of a jar. */
    static void extract(Path jar, String from, String suffix, Path to) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                String name = entry.getName();
                String inFolder = name.startsWith(from) ? name.substring(from.length()) : "/";
                if (!inFolder.contains("/") && inFolder.endsWith(suffix)) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, to.resolve(inFolder), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static boolean isWanted(ZipEntry entry, List<String> folders) {
        String name = "/" + entry.getName();
        boolean fits = !name.matches(NATIVE) || folders.stream().anyMatch(folder -> name.contains("/" + folder + "/"));
        return fits && !name.matches(UNUSED);
    }
}
