package uz.fiskaldesk.intake;

/**
 * Generates the table of a workbook from a fuzzer's bytes. Elements are well placed; their contents, number and order
 * depend on the input. A few bytes thus reach states that need megabytes of text.
 */
final class GrownSheet {
    private static final String ID = "a12f0000-0000-4000-8000-00000000000";
    private static final String[] REFERENCES = {
        "",
        "A1",
        "B1",
        "C7",
        "A0",
        "XFD1",
        "XFE1",
        "AAAA1",
        "FXSHRXW2",
        "ZZZZZZZZZZZZ1",
        "A99999999999",
        "1A",
        "a1",
        "Ё1",
        "A1:B2"
    };
    private static final String[] KINDS = {"", "s", "str", "inlineStr", "n", "b", "d", "e", "x"};
    private static final String[] VALUES = {
        "",
        "0",
        "1",
        "-1",
        "99999999999999999999",
        "1E308",
        "1E999999999",
        "NaN",
        "46350.5",
        "-46350.5",
        "1e-400",
        "transaction_id",
        "amount",
        "paid_at",
        "note",
        "2026-11-24T14:02:11",
        "&#0;",
        "&#xD800;",
        "&lt;x&gt;",
        "=1+1",
        "9".repeat(400)
    };
    private static final int[] TIMES = {1, 1, 1, 1, 1, 1, 2, 2, 3, 30, 300, 20_000};
    private static final String[] COUNTS = {"1", "2", "300", "20000", "2000000000", "99999999999", "-1", "0", "x", ""};
    private static final int LONGEST = 600_000;

    private final byte[] input;
    private int at;

    /** @param at the first byte that is used */
    GrownSheet(byte[] input, int at) {
        this.input = input;
        this.at = at;
    }

    private int next() {
        return at < input.length ? Byte.toUnsignedInt(input[at++]) : 0;
    }

    private String of(String[] choices) {
        return choices[next() % choices.length];
    }

    private String value() {
        int choice = next();
        return choice % 3 == 0 ? ID + choice % 10 : of(VALUES);
    }

    /** Enough for every limit on rows and cells; {@code BombsTest} covers the limits on whole files. */
    private static String repeated(String text, int times) {
        return text.repeat(Math.max(1, Math.min(times, LONGEST / Math.max(1, text.length()))));
    }

    private String times(String text) {
        return repeated(text, TIMES[next() % TIMES.length]);
    }

    private boolean goesOn(StringBuilder soFar) {
        return at < input.length && soFar.length() < LONGEST;
    }

    /** Generates the sheet of an XLSX workbook. */
    String xlsx() {
        StringBuilder sheet = new StringBuilder("<w><sheetData><row><c t='str'><v>transaction_id</v></c></row>");
        while (goesOn(sheet)) {
            StringBuilder row = new StringBuilder("<row r='" + of(COUNTS) + "'>");
            for (int cells = next() % 5; cells > 0; cells--) {
                row.append(times(cell()));
            }
            sheet.append(times(row.append("</row>").toString()));
        }
        return sheet.append("</sheetData></w>").toString();
    }

    private String cell() {
        String attributes = "<c r='" + of(REFERENCES) + "' t='" + of(KINDS) + "' s='" + of(COUNTS) + "'>";
        String text = times(value());
        return attributes
                + switch (next() % 5) {
                    case 0 -> "<v>" + text + "</v>";
                    case 1 -> "<is><t>" + text + "</t></is>";
                    case 2 -> "<is><r><t>" + text + "</t></r><rPh><t>x</t></rPh></is>";
                    case 3 -> "<f>" + text + "</f><v>1</v>";
                    default -> times("<v>") + text;
                }
                + "</c>";
    }

    /** Generates the content of an ODS workbook. */
    String ods() {
        StringBuilder table = new StringBuilder("<d><table><table-row><table-cell><p>transaction_id</p></table-cell>"
                + "<table-cell><p>amount</p></table-cell></table-row>");
        while (goesOn(table)) {
            StringBuilder row = new StringBuilder("<table-row number-rows-repeated='" + of(COUNTS) + "'>");
            for (int cells = next() % 5; cells > 0; cells--) {
                String text = times(value());
                row.append(times("<table-cell number-columns-repeated='" + of(COUNTS) + "' value-type='"
                        + (next() % 2 == 0 ? "float" : "date") + "' value='" + of(VALUES) + "' date-value='"
                        + of(VALUES) + "'>" + (next() % 4 == 0 ? "<annotation><p>x</p></annotation>" : "")
                        + times("<p>" + text + "<s c='" + of(COUNTS) + "'/></p>") + "</table-cell>"));
            }
            table.append(times(row.append("</table-row>").toString()));
        }
        return table.append("</table></d>").toString();
    }
}
