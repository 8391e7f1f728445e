package net.headscale.testkit.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import net.headscale.wire.noise.NoiseChannel;
import net.headscale.wire.noise.RecordCipher;
import net.headscale.wire.noise.Records;

/// A Noise connection after an honest handshake, with nothing in it yet: whatever a test puts into records, or writes
/// beside them. Not thread-safe.
public final class HostileTunnel implements AutoCloseable {
    private final RawConnection connection;
    private final NoiseChannel noise;
    private final RecordCipher cipher = RecordCipher.create();

    HostileTunnel(RawConnection connection, NoiseChannel noise) {
        this.connection = connection;
        this.noise = noise;
    }

    /// The connection under the records.
    public RawConnection raw() {
        return connection;
    }

    /// The records of `plaintext`, sealed and counted but not sent: to be damaged, sent twice or never.
    public byte[] sealed(byte[] plaintext) {
        ByteBuffer records = ByteBuffer.allocate(Records.sealedLength(plaintext.length));
        noise.sealer().seal(cipher, ByteBuffer.wrap(plaintext), records);
        return records.array();
    }

    /// Sends `plaintext` in honest records.
    ///
    /// @return whether the server still took them
    public boolean send(byte[] plaintext) {
        return connection.send(sealed(plaintext));
    }

    /// What the server has sent, up to `count` bytes of plaintext or the end; opened, and joined.
    public byte[] receive(int count) {
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        while (plaintext.size() < count) {
            byte[] record = nextRecord();
            if (record.length == 0) {
                break;
            }
            ByteBuffer opened = ByteBuffer.allocate(Records.MOST_PLAINTEXT_BYTES);
            noise.opener().open(cipher, ByteBuffer.wrap(record), opened);
            plaintext.write(opened.array(), 0, opened.position());
        }
        return plaintext.toByteArray();
    }

    private byte[] nextRecord() {
        byte[] header = connection.read(Records.HEADER_BYTES);
        if (header.length < Records.HEADER_BYTES) {
            return new byte[0];
        }
        byte[] sealed =
                connection.read(Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(1)));
        return ByteBuffer.allocate(header.length + sealed.length)
                .put(header)
                .put(sealed)
                .array();
    }

    /// Whether the server ends the connection within `limit`.
    public boolean endsWithin(Duration limit) {
        return connection.endsWithin(limit);
    }

    @Override
    public void close() {
        noise.close();
        cipher.close();
        connection.close();
    }
}
