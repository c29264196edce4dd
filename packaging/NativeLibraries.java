import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Leaves the native libraries of other platforms out of an image. Several jars carry those of every platform, four
 * fifths of their size.
 */
final class NativeLibraries {
    /** A static library ({@code .a}) is of no use to Java on any platform. */
    private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib|a)";

    private NativeLibraries() {}

    /**
     * Copies a jar without the native libraries that lie outside the given folders. A jar without any native library is
     * copied as it is. The copy depends on nothing but the jar, and keeps the time of each entry.
     *
     * @param folders the names of the target platform in the jars, such as {@code linux-x86-64} and {@code Linux/x86_64}
     */
    static void copy(Path jar, Path copy, List<String> folders) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream().toList();
            if (entries.stream().allMatch(entry -> isWanted(entry, folders))) {
                Files.copy(jar, copy);
                return;
            }
            try (OutputStream out = Files.newOutputStream(copy);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.BEST_COMPRESSION);
                for (JarEntry entry : entries) {
                    if (isWanted(entry, folders)) {
                        ZipEntry copied = new ZipEntry(entry.getName());
                        copied.setTimeLocal(entry.getTimeLocal());
                        zip.putNextEntry(copied);
                        file.getInputStream(entry).transferTo(zip);
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
        return !name.matches(NATIVE) || folders.stream().anyMatch(folder -> name.contains("/" + folder + "/"));
    }
}
