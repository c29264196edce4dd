package uz.fiskaldesk.cli;

import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.intake.FileResult;
import uz.fiskaldesk.intake.Import;

/** Formats what happened to a file of the watched folder as JSON. */
final class FileJson {
    private static final JsonMapper JSON = new JsonMapper();

    private FileJson() {}

    static String of(FileResult result, Path where) {
        ObjectNode object = JSON.createObjectNode();
        object.put("file", result.name());
        object.put("accepted", result.isAccepted());
        Import.Summary summary = result.summary();
        if (summary != null) {
            object.put("taken", summary.taken());
            object.put("known", summary.known());
            object.put("refused", summary.refused());
        }
        if (result.broken() != null) {
            object.put("reason", result.broken().reason().code());
        }
        object.put("movedTo", where.toString());
        return JSON.writeValueAsString(object);
    }
}
