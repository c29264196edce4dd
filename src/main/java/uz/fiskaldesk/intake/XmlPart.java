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
 * A pull parser for one XML part of a workbook. Names are compared without namespaces because these differ between
 * transitional and strict workbooks. Document types are refused, and so are texts and tags that are longer than
 * spreadsheets write. The nesting depth is limited to {@link #DEEPEST}.
 */
final class XmlPart implements AutoCloseable {
    /** The limit of a cell, in characters: https://support.microsoft.com/office, "Excel specifications and limits". */
    static final int LONGEST_TEXT = 32_767;

    /** The limit between two angle brackets; an escaped character takes up to ten. */
    private static final int LONGEST_RUN = 10 * LONGEST_TEXT;

    private static final int DEEPEST = 100;

    /** Thrown for a text, tag or comment that is longer than spreadsheets write. */
    static final class TextTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final XMLStreamReader xml;
    private int depth;

    /** @param in closed with this parser */
    XmlPart(InputStream in) throws IOException {
        this.in = in;
        try {
            xml = factory().createXMLStreamReader(new RunLimit(reader(new BufferedInputStream(in))));
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

    /** Parts are UTF-8, or UTF-16 with a byte order mark (ECMA-376, part 2, 8.1.4). */
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

    /** Moves to the next start or end of an element; returns false at the end of the part. */
    boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        enterElement();
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("Document types are not allowed");
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw cause(e);
        } catch (RuntimeException e) {
            // The JDK's parser throws these for some truncated texts.
            throw new IOException(e);
        }
    }

    private void enterElement() throws IOException {
        depth++;
        if (depth > DEEPEST) {
            throw new IOException("Elements are nested too deeply");
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

    /** Returns an attribute regardless of its namespace; null if there is none. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Skips the current element. */
    void skip() throws IOException {
        int outside = depth - 1;
        while (depth > outside && next()) {
            // Skip the contents.
        }
    }

    /** Appends the text of the current element and its descendants, limited to the size of a cell. */
    void appendText(StringBuilder text) throws IOException {
        int outside = depth - 1;
        try {
            while (depth > outside && xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> enterElement();
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        text.append(xml.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE -> throw new IOException("Entities are not allowed");
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

    /** Fails for a tag, text or comment that is too long, before the parser collects it in memory. */
    private static final class RunLimit extends FilterReader {
        private int run;
        private char before;
        private char twoBefore;

        /**
         * The character that precedes the final {@code >} of the current comment, section or instruction; 0 outside of
         * these.
         */
        private char ending;

        RunLimit(Reader in) {
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
