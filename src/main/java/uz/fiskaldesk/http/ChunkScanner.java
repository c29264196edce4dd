package uz.fiskaldesk.http;

/**
 * Finds the end of a chunked body (RFC 9112, section 7.1) without changing it, so that chunk sizes, extensions and
 * trailers can be passed on as they are. Not thread-safe.
 */
final class ChunkScanner implements ByteInput.Extent {
    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private static final int MOST_DIGITS = 15;
    private static final int LONGEST_LINE = 16 << 10;

    private final BodyCopy copy;
    private State state = State.SIZE;
    private long size;
    private int digits;
    private int overhead;

    /** @param copy receives the content without the chunk framing */
    ChunkScanner(BodyCopy copy) {
        this.copy = copy;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public int of(byte[] bytes, int from, int to) throws BadMessageException {
        int at = from;
        while (at < to && state != State.DONE) {
            if (state == State.DATA) {
                int count = (int) Math.min(size, to - at);
                copy.add(bytes, at, count);
                size -= count;
                at += count;
                if (size == 0) {
                    state = State.DATA_CR;
                }
            } else {
                state = after(bytes[at]);
                at++;
            }
        }
        return at - from;
    }

    private State after(byte b) throws BadMessageException {
        if (++overhead > (isTrailer() ? MessageHead.LIMIT : LONGEST_LINE)) {
            throw new BadMessageException("a chunk header or the trailers are too long");
        }
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> b == '\r' ? State.SIZE_LF : text(b, State.EXTENSION);
            case SIZE_LF -> {
                expect(b, '\n');
                overhead = 0;
                yield size == 0 ? State.TRAILER_START : State.DATA;
            }
            case DATA_CR -> {
                expect(b, '\r');
                yield State.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, '\n');
                digits = 0;
                overhead = 0;
                yield State.SIZE;
            }
            case TRAILER_START -> b == '\r' ? State.END_LF : text(b, State.TRAILER);
            case TRAILER -> b == '\r' ? State.TRAILER_LF : text(b, State.TRAILER);
            case TRAILER_LF -> {
                expect(b, '\n');
                yield State.TRAILER_START;
            }
            case END_LF -> {
                expect(b, '\n');
                yield State.DONE;
            }
            case DATA, DONE -> throw new IllegalStateException("not a state of the framing: " + state);
        };
    }

    private boolean isTrailer() {
        return state.compareTo(State.TRAILER_START) >= 0;
    }

    private State size(byte b) throws BadMessageException {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS) {
                throw new BadMessageException("a chunk is too large");
            }
            size = size * 16 + digit;
            return State.SIZE;
        }
        if (digits == 0 || (b != '\r' && b != ';' && b != ' ' && b != '\t')) {
            throw new BadMessageException("a chunk size is malformed");
        }
        return b == '\r' ? State.SIZE_LF : State.EXTENSION;
    }

    private static State text(byte b, State next) throws BadMessageException {
        if (b == '\n' || b == 0) {
            throw new BadMessageException("a line of a chunked body is malformed");
        }
        return next;
    }

    private static void expect(byte b, char expected) throws BadMessageException {
        if (b != expected) {
            throw new BadMessageException("a chunked body is malformed");
        }
    }
}
