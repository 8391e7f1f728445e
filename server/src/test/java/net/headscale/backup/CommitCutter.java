package net.headscale.backup;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import net.headscale.testkit.proxy.LoopbackProxy;

/// Ends a connection to PostgreSQL when the server says that it has committed.
enum CommitCutter implements LoopbackProxy.Way {
    /// The client does not hear of it.
    BEFORE_THE_ANSWER,
    /// The client still hears of it.
    AFTER_THE_ANSWER;

    @Override
    public void carry(Socket client, Socket server) throws IOException {
        Thread.ofVirtual().start(() -> LoopbackProxy.pump(client, server));
        byte[] bytes = new byte[8192];
        boolean isCommit = false;
        while (!isCommit) {
            int count = server.getInputStream().read(bytes);
            if (count < 0) {
                return;
            }
            isCommit = new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
            if (!isCommit || this == AFTER_THE_ANSWER) {
                client.getOutputStream().write(bytes, 0, count);
            }
        }
    }
}
