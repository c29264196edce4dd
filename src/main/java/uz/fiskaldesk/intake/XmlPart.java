package uz.fiskaldesk.intake;

import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One part of a workbook, read element by element. Names are compared without their namespaces, which are others in
 * transitional and in strict workbooks. Document types are refused, and so is a text or a tag that no spreadsheet
 * writes because of its length. An element is nested at most {@link #DEEPEST} deep.
 */
final class XmlPart implements AutoCloseable {
    /** Of a cell, in characters: https://support.microsoft.com/office, "Excel specifications and limits". */
    static final int LONGEST_TEXT = 32_767;

    /** Between two brackets; an escaped character takes up to ten. */
    private static final int LONGEST_RUN = 10 * LONGEST_TEXT;

    private static final int DEEPEST = 100;

    /** A text, a tag or a comment that no spreadsheet writes. */
    static final class TextTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final XMLStreamReader xml;
    private int depth;

    /** @param in is closed with this */
    XmlPart(InputStream in) throws IOException {
        this.in = in;
        try {
            xml = factory().createXMLStreamReader(new ShortRuns(reader(new BufferedInputStream(in))));
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** Parts are in UTF-8 or, with its byte order mark, in UTF-16 (ECMA-376, part 2, 8.1.4); anything else is damage. */
    private static Reader reader(BufferedInputStream in) throws IOException {
        in.mark(3);
        byte[] mark = in.readNBytes(3);
        in.reset();
        Charset charset = StandardCharsets.UTF_8;
        if (mark.length == 3 && mark[0] == (byte) 0xef && mark[1] == (byte) 0xbb && mark[2] == (byte) 0xbf) {
            in.skipNBytes(3);
        } else if (mark.length == 3 && (mark[0] == (byte) 0xff || mark[0] == (byte) 0xfe)) {
            charset = StandardCharsets.UTF_16;
        }
        return new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    }

    /** Goes to the next start or end of an element; false where the part is over. */
    boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        deeper();
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("a document type");
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw cause(e);
        } catch (RuntimeException e) {
            // What the parser of the JDK throws where a text is cut off at an unlucky place.
            throw new IOException(e);
        }
    }

    private void deeper() throws IOException {
        depth++;
        if (depth > DEEPEST) {
            throw new IOException("nested too deep");
        }
    }

    private static IOException cause(XMLStreamException e) {
        return e.getNestedException() instanceof IOException io ? io : new IOException(e);
    }

    boolean starts(String name) {
        return xml.isStartElement() && xml.getLocalName().equals(name);
    }

    boolean ends(String name) {
        return xml.isEndElement() && xml.getLocalName().equals(name);
    }

    /** The attribute of this name, whatever its namespace; null where the element has none. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Passes over the element that starts here. */
    void skip() throws IOException {
        int outside = depth - 1;
        while (depth > outside && next()) {
            // Nothing of it matters.
        }
    }

    /** Appends the text of the element that starts here, with that of the elements within; no more than a cell holds. */
    void appendText(StringBuilder text) throws IOException {
        int outside = depth - 1;
        try {
            while (depth > outside && xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> deeper();
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        text.append(xml.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE -> throw new IOException("an entity");
                    default -> {}
                }
                if (text.length() > LONGEST_TEXT) {
                    throw new TextTooLongException();
                }
            }
        } catch (XMLStreamException e) {
            throw cause(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Ends what would fill the memory before a parser gathers it: a tag, a text or a comment without end. */
    private static final class ShortRuns extends FilterReader {
        private int run;
        private char before;
        private char twoBefore;

        /** The character before the last one of the comment, section or instruction that this is in; 0 outside of them. */
        private char ending;

        ShortRuns(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] chars, int offset, int length) throws IOException {
            int count = super.read(chars, offset, length);
            for (int i = offset; i < offset + count; i++) {
                look(chars[i]);
            }
            if (run > LONGEST_RUN) {
                throw new TextTooLongException();
            }
            return count;
        }

        private void look(char c) {
            run++;
            if (ending != 0) {
                boolean over = c == '>' && before == ending && (ending == '?' || twoBefore == ending);
                ending = over ? 0 : ending;
            } else if (c == '<') {
                run = 0;
            } else if (before == '<' && c == '?') {
                ending = '?';
            } else if (twoBefore == '<' && before == '!') {
                ending = c == '-' ? '-' : c == '[' ? ']' : 0;
            }
            twoBefore = before;
            before = c;
        }
    }
}
