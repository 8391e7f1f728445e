package net.headscale.wire.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes a hostile input from honest ones. The same random source makes the same input.
final class Mutator {
    private static final int MOST_RANDOM_BYTES = 512;
    private static final byte[] EDGES = {0, 1, 2, 3, 4, 0x0f, 0x10, 0x1f, 0x20, 0x7f, (byte) 0x80, (byte) 0xfe, -1};
    private static final byte[] TEXT =
            "{}[]\":,\\/ \n\t0123456789-+.eEtruefalsn".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final List<byte[]> corpus;
    private final RandomGenerator random;

    Mutator(List<byte[]> corpus, RandomGenerator random) {
        this.corpus = corpus;
        this.random = random;
    }

    byte[] next() {
        if (random.nextInt(20) == 0) {
            return noise(random.nextInt(MOST_RANDOM_BYTES));
        }
        byte[] bytes = pick();
        int steps = random.nextInt(5);
        for (int i = 0; i < steps; i++) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        if (bytes.length == 0) {
            return noise(1 + random.nextInt(16));
        }
        return switch (random.nextInt(8)) {
            case 0 -> set(bytes, (byte) (bytes[0] ^ 1 << random.nextInt(8)), 0);
            case 1 -> flipped(bytes);
            case 2 -> set(bytes, EDGES[random.nextInt(EDGES.length)], random.nextInt(bytes.length));
            case 3 -> set(bytes, TEXT[random.nextInt(TEXT.length)], random.nextInt(bytes.length));
            case 4 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 5 -> spliced(bytes, noise(random.nextInt(64)));
            case 6 -> spliced(bytes, pick());
            default -> withoutSlice(bytes);
        };
    }

    private byte[] flipped(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        return set(bytes, (byte) (bytes[at] ^ 1 << random.nextInt(8)), at);
    }

    private static byte[] set(byte[] bytes, byte value, int at) {
        byte[] copy = bytes.clone();
        copy[at] = value;
        return copy;
    }

    private byte[] spliced(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length + 1);
        byte[] spliced = Arrays.copyOf(bytes, bytes.length + other.length);
        System.arraycopy(other, 0, spliced, at, other.length);
        System.arraycopy(bytes, at, spliced, at + other.length, bytes.length - at);
        return spliced;
    }

    private byte[] withoutSlice(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from + 1);
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }
}
