import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes the bill of materials that Maven has written, and adds the texts of all licences to the image. Maven knows
 * only jars: what lies inside them, the fonts and the runtime are listed in {@code packaging/licences/components.json},
 * with the licence that was chosen where there are several. The build fails if a component has no text.
 */
final class MakeLicences {
    private static final String OWN_TEXT = "(META-INF/|.*/)?([A-Za-z-]*LICEN[CS]E|NOTICE)(\\.(txt|md)|\\.zentus)?";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path doc;
    private final Path jars;
    private final JsonNode known;
    private final Set<String> list = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private MakeLicences(Path doc, Path jars, JsonNode known) {
        this.doc = doc;
        this.jars = jars;
        this.known = known;
    }

    /**
     * @param arguments the folder {@code doc} of the image, with the bill of materials; the folder with the jars; the
     *     folder {@code packaging/licences}; and the licence of the fonts
     */
    public static void main(String[] arguments) throws IOException {
        Path doc = Path.of(arguments[0]);
        Path texts = Path.of(arguments[2]);
        Path licences = Files.createDirectories(doc.resolve("licences"));
        try (Stream<Path> files = Files.list(texts)) {
            for (Path text :
                    files.filter(file -> !file.toString().endsWith(".json")).toList()) {
                copy(text, licences.resolve(text.getFileName()));
            }
        }
        copy(Path.of(arguments[3]), licences.resolve("noto-sans.txt"));
        new MakeLicences(doc, Path.of(arguments[1]), read(texts.resolve("components.json"))).make();
    }

    private void make() throws IOException {
        Path file = doc.resolve("sbom.cdx.json");
        ObjectNode bill = (ObjectNode) read(file);
        countOnce(bill);
        ArrayNode components = (ArrayNode) bill.get("components");
        for (JsonNode component : components) {
            addJar((ObjectNode) component);
        }
        for (JsonNode inside : known.get("inside")) {
            components.add(inside(inside));
        }
        Files.writeString(file, JSON.writeValueAsString(bill) + "\n");
        Files.writeString(
                doc.resolve("third-party-licences.txt"),
                "What the program consists of, besides itself, and under which licences. Texts are beside this file.\n\n"
                        + String.join("\n", list) + "\n");
    }

    // ---- Jars -----------------------------------------------------------------------------------------------------

    /** JavaFX is in the bill twice, as an empty jar and as that of the system. */
    private static void countOnce(ObjectNode bill) {
        Map<String, JsonNode> byName = new HashMap<>();
        Map<String, String> replaced = new HashMap<>();
        for (JsonNode component : bill.get("components")) {
            if (!component.has("group")) {
                continue; // added by an earlier run
            }
            JsonNode other = byName.put(coordinates(component), component);
            if (other != null) {
                replaced.put(
                        other.get("bom-ref").asString(),
                        component.get("bom-ref").asString());
            }
        }
        ArrayNode components = bill.putArray("components");
        new TreeSet<>(byName.keySet()).forEach(name -> components.add(byName.get(name)));
        Map<String, Set<String>> dependencies = new HashMap<>();
        for (JsonNode dependency : bill.get("dependencies")) {
            String from = current(replaced, dependency.get("ref"));
            Set<String> needed = dependencies.computeIfAbsent(from, key -> new LinkedHashSet<>());
            for (JsonNode on : dependency.withArray("dependsOn")) {
                needed.add(current(replaced, on));
            }
            needed.remove(from);
        }
        ArrayNode merged = bill.putArray("dependencies");
        for (String from : new TreeSet<>(dependencies.keySet())) {
            ArrayNode on = merged.addObject().put("ref", from).putArray("dependsOn");
            dependencies.get(from).forEach(on::add);
        }
    }

    private static String current(Map<String, String> replaced, JsonNode reference) {
        return replaced.getOrDefault(reference.asString(), reference.asString());
    }

    private static String coordinates(JsonNode component) {
        return component.get("group").asString() + ":" + component.get("name").asString();
    }

    private void addJar(ObjectNode component) throws IOException {
        String coordinates = coordinates(component);
        String name = component.get("name").asString();
        String version = component.get("version").asString();
        String licence = known.get("chosen").path(coordinates).asString(null);
        if (licence == null) {
            JsonNode licences = component.get("licenses");
            if (licences.size() != 1) {
                throw new IOException("choose a licence of " + coordinates + " in components.json: " + licences);
            }
            licence = licences.get(0).get("license").get("id").asString();
        }
        component.putArray("licenses").addObject().putObject("license").put("id", licence);
        Set<String> texts = new LinkedHashSet<>(ownTexts(name, version));
        for (String key : List.of(coordinates, licence)) {
            if (known.get("texts").has(key)) {
                texts.add(known.get("texts").get(key).asString());
            }
        }
        JsonNode sources = component.path("externalReferences");
        String source = "";
        for (JsonNode reference : sources) {
            String type = reference.get("type").asString();
            if (type.equals("vcs") || (type.equals("website") && source.isEmpty())) {
                source = reference.get("url").asString();
            }
        }
        list(coordinates, version, licence, "", List.copyOf(texts), source);
    }

    /** Copies the licence files of a jar, and returns their places in the image's documents. */
    private List<String> ownTexts(String name, String version) throws IOException {
        List<String> texts = new ArrayList<>();
        Path jar = jars.resolve(name + "-" + version + ".jar");
        if (!Files.exists(jar)) {
            return texts;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>)
                    file.stream().sorted((a, b) -> a.getName().compareTo(b.getName()))::iterator) {
                if (entry.getName().matches(OWN_TEXT) && entry.getName().startsWith("META-INF/")) {
                    String place = "licences/" + name + "/" + entry.getName();
                    Path copy = doc.resolve(place);
                    Files.createDirectories(copy.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                    texts.add(place);
                }
            }
        }
        return texts;
    }

    // ---- What lies inside jars and beside them --------------------------------------------------------------------

    private ObjectNode inside(JsonNode inside) throws IOException {
        String name = inside.get("name").asString();
        String version = inside.get("version").asString();
        if (version.equals("JDK")) {
            version = Runtime.version().toString();
        }
        String licence = inside.get("licence").asString();
        String source = inside.get("source").asString();
        String in = inside.get("in").asString();
        ObjectNode component = JSON.createObjectNode();
        component.put("type", name.equals("Noto Sans") ? "file" : "library");
        component.put("bom-ref", name).put("name", name).put("version", version);
        component.putArray("licenses").addObject().put("expression", licence);
        component.putArray("externalReferences").addObject().put("type", "vcs").put("url", source);
        component
                .putArray("properties")
                .addObject()
                .put("name", "fiskaldesk:in")
                .put("value", in);
        list(name, version, licence, " in " + in, List.of(inside.get("text").asString()), source);
        return component;
    }

    private void list(String name, String version, String licence, String in, List<String> texts, String source)
            throws IOException {
        if (texts.isEmpty() || texts.stream().anyMatch(text -> !Files.isRegularFile(doc.resolve(text)))) {
            throw new IOException("the text of the licence of " + name + " is missing: " + licence + " " + texts);
        }
        list.add("%s %s%s: %s\n    text: %s\n    source: %s"
                .formatted(name, version, in, licence, String.join(", ", texts), source));
    }

    // ---- Files ----------------------------------------------------------------------------------------------------

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        to.toFile().setWritable(true, true);
    }
}
