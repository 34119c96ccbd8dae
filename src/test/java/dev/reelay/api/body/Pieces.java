package dev.reelay.api.body;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Splits a body as a network does. */
public final class Pieces {
    /** Collects a value, and knows whether it has ended. */
    static final class Collector implements ValueSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean ended;

        @Override
        public void write(byte[] source, int from, int to) {
            bytes.write(source, from, to - from);
        }

        @Override
        public void end() {
            if (ended) {
                throw new IllegalStateException("The value ended twice");
            }
            ended = true;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        boolean hasEnded() {
            return ended;
        }
    }

    private Pieces() {
    }

    /** Returns the body as a whole, byte by byte, and in two pieces with each possible border. */
    public static Stream<List<byte[]>> all(byte[] body) {
        Stream<List<byte[]>> pairs = IntStream.rangeClosed(0, body.length)
                .mapToObj(border -> List.of(Arrays.copyOf(body, border), Arrays.copyOfRange(body, border, body.length)));
        List<byte[]> single = IntStream.range(0, body.length).mapToObj(at -> new byte[] { body[at] }).toList();
        return Stream.concat(Stream.of(List.of(body), single), pairs);
    }

    /** Returns the body in pieces of random lengths. */
    public static List<byte[]> random(byte[] body, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < body.length;) {
            int next = Math.min(body.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            pieces.add(Arrays.copyOfRange(body, at, next));
            at = next;
        }
        return pieces;
    }

    /** Parses a body in pieces, to its end. */
    static void parse(List<byte[]> pieces, BodyParser parser) {
        pieces.forEach(parser::feed);
        parser.end();
    }
}
