package net.headscale.interop.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// A company's name server: a host that answers every question for an IPv4 address with the same one.
///
/// Shape of what it says: RFC 1035, one answer that points back to the name of the question.
public final class NameServer {
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(20);
    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    private final Host host;

    private NameServer(Host host) {
        this.host = host;
    }

    /// Starts a name server on a host of its own.
    ///
    /// @param answer the address that all names have
    public static NameServer start(TestNetwork network, String name, String answer) {
        Host host = network.addClient(name);
        Command command = Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .and("-cp", System.getProperty("java.class.path"), NameServer.class.getName(), answer);
        Program program = host.start("names", command);
        Await.until("the name server", MOST_TIME_TO_START, () -> program.log().contains("ready"));
        return new NameServer(host);
    }

    /// Where it is asked.
    public String address() {
        return host.address();
    }

    /// Answers until it is ended.
    ///
    /// @param arguments the address that all names have
    public static void main(String[] arguments) throws IOException {
        byte[] answer = InetAddress.getByName(arguments[0]).getAddress();
        try (var socket = new DatagramSocket(PORT)) {
            System.out.println("ready");
            byte[] bytes = new byte[1_500];
            while (true) {
                var packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] reply = reply(Arrays.copyOf(bytes, packet.getLength()), answer);
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        }
    }

    private static byte[] reply(byte[] question, byte[] answer) {
        int end = HEADER;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        boolean isIpv4 = question[end + 2] == TYPE_A;
        var reply = new ByteArrayOutputStream();
        reply.write(question, 0, 2);
        reply.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) (isIpv4 ? 1 : 0), 0, 0, 0, 0});
        reply.write(question, HEADER, end + 5 - HEADER);
        if (isIpv4) {
            reply.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4});
            reply.writeBytes(answer);
        }
        return reply.toByteArray();
    }
}
