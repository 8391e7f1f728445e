package net.headscale.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    private Path folder;

    @Test
    void who_is_interrupted_waits_no_longer_and_the_connection_is_closed() throws Exception {
        Path file = folder.resolve("socket");
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(file));
            try (UnixSocket socket = UnixSocket.open(file)) {
                socket.connect();
                Thread.currentThread().interrupt();

                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasRootCauseInstanceOf(ClosedByInterruptException.class);

                assertThat(Thread.interrupted()).isTrue();
                assertThat(socket.isClosed()).isTrue();
            } finally {
                Thread.interrupted(); // the threads of tests are used again
            }
        }
    }

    @Test
    void a_server_that_is_not_there_costs_no_open_files() {
        var factory = new UnixSocketFactory(folder.resolve("socket").toString());
        long before = openFiles();

        for (int attempt = 0; attempt < 100; attempt++) {
            assertThatThrownBy(() -> factory.createSocket("any", 1)).isInstanceOf(IOException.class);
        }

        assertThat(openFiles()).isLessThan(before + 100); // others of this JVM open some too
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
