package uz.fiskaldesk.gateway;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.Masking;

/** Formats what the gateway has noticed as JSON, with phones and cards masked. */
public final class NoteJson {
    private static final JsonMapper JSON = new JsonMapper();

    private NoteJson() {}

    /** One line without a line break. */
    public static String of(Note note) {
        ObjectNode object = JSON.createObjectNode();
        object.put("at", note.at().toString());
        object.put("kind", note.kind().name().toLowerCase(Locale.ROOT));
        object.put("transactionId", note.transactionId());
        object.put("provider", TransactionId.providerCode(note.transactionId()));
        object.put("result", note.result());
        object.put("receipt", note.receipt());
        object.put("phone", note.phone() == null ? null : Masking.mask(note.phone()));
        object.put("card", note.card() == null ? null : Masking.mask(note.card()));
        return JSON.writeValueAsString(object);
    }
}
