package net.headscale.app.configured;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.headscale.app.reload.Unusable;
import net.headscale.config.Dns;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.MalformedMessage;

/// A file of further names: a JSON list of `{"name": "db.corp.example", "type": "A", "value": "10.0.0.7"}`.
final class ExtraRecordsFile {
    private static final int MOST_BYTES = 1 << 20; // every client is sent all of it

    private ExtraRecordsFile() {}

    /// The records of a file.
    ///
    /// @throws Unusable if it cannot be read, or is not such a list
    static List<Dns.ExtraRecord> read(Path file) {
        try {
            return JsonReader.read(bytes(file), in -> in.list(ExtraRecordsFile::record));
        } catch (MalformedMessage | IllegalArgumentException malformed) {
            throw new Unusable("cannot use the DNS records of " + file + ": " + malformed.getMessage());
        }
    }

    private static Dns.ExtraRecord record(JsonReader in) {
        return Dns.ExtraRecord.of(in.map(JsonReader::string));
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Unusable("cannot use the DNS records of " + file + ": it is larger than 1 MiB");
            }
            return bytes;
        } catch (IOException failed) {
            throw new Unusable("cannot read the DNS records " + file + ": " + failed.getMessage());
        }
    }
}
