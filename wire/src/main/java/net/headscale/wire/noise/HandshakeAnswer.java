package net.headscale.wire.noise;

import net.headscale.wire.key.MachineKey;

/// What the server answers to a client's initiation. Every case is ordinary; none is an exception.
public sealed interface HandshakeAnswer {
    /// The client has proven its machine key. It need not be known: any machine may connect.
    ///
    /// Not thread-safe; hand it to the connection's event loop as a whole. The channel must be closed in the end.
    final class Accepted implements HandshakeAnswer {
        private final MachineKey machine;
        private final int version;
        private final byte[] response;
        private final NoiseChannel channel;

        Accepted(MachineKey machine, int version, byte[] response, NoiseChannel channel) {
            this.machine = machine;
            this.version = version;
            this.response = response;
            this.channel = channel;
        }

        /// The client's machine key.
        public MachineKey machine() {
            return machine;
        }

        /// The client's capability version, which the handshake has authenticated too; 0…65,535. Whether it is served
        /// is for the caller to decide.
        public int version() {
            return version;
        }

        /// A fresh copy of the 51 bytes that go to the client before any record.
        public byte[] response() {
            return response.clone();
        }

        /// The records that follow, as the server sees them.
        public NoiseChannel channel() {
            return channel;
        }
    }

    /// These bytes are not an initiation: the client is told so, in clear, and the connection closes.
    ///
    /// @param reason ASCII, the reference server's words; repeats nothing that the client sent
    record Refused(String reason) implements HandshakeAnswer {
        /// The error frame that goes to the client instead of a response.
        public byte[] frame() {
            return HandshakeMessages.error(reason);
        }
    }

    /// The initiation proves nothing (a wrong server key, a forged or damaged message): the connection closes without a
    /// word.
    ///
    /// @param reason for the log
    record Dropped(String reason) implements HandshakeAnswer {}
}
