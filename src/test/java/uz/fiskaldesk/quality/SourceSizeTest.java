package uz.fiskaldesk.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files and methods of the program stay short enough to be read at once. */
class SourceSizeTest {
    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_METHOD = 60;

    @Test
    void noFileOrMethodIsTooLong() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> all =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(tooLong(files.getJavaFileObjectsFromPaths(all))).isEmpty();
        }
    }

    @Test
    void findsLongFilesAndMethods() throws IOException {
        String method = "    void longer() {\n" + "        run();\n".repeat(LONGEST_METHOD - 1) + "    }\n";
        String allowed = "    void allowed() {\n" + "        run();\n".repeat(LONGEST_METHOD - 2) + "    }\n";
        assertThat(tooLong(List.of(source("class Short {\n" + allowed + method + "}\n"))))
                .containsExactly("Offender.longer has 61 lines");
        assertThat(tooLong(List.of(source("class Long {\n" + "\n".repeat(LONGEST_FILE - 1) + "}\n"))))
                .containsExactly("Offender has 401 lines");
        assertThat(tooLong(List.of(source("class Short {\n" + "\n".repeat(LONGEST_FILE - 2) + "}\n"))))
                .isEmpty();
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Offender.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public String getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static List<String> tooLong(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavacTask task =
                (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of(), null, sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<String> tooLong = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            String file = unit.getSourceFile().getName().replaceFirst(".*/(\\w+)\\.java", "$1");
            long lines =
                    unit.getSourceFile().getCharContent(true).toString().lines().count();
            if (lines > LONGEST_FILE) {
                tooLong.add(file + " has " + lines + " lines");
            }
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                    LineMap map = unit.getLineMap();
                    long from = positions.getStartPosition(unit, method);
                    long to = positions.getEndPosition(unit, method);
                    long length = map.getLineNumber(to) - map.getLineNumber(from) + 1;
                    if (length > LONGEST_METHOD) {
                        tooLong.add(file + "." + method.getName() + " has " + length + " lines");
                    }
                    return super.visitMethod(method, null);
                }
            }.scan(unit, null);
        }
        return tooLong;
    }
}
