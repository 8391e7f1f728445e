package net.headscale.interop.rig;

/// A network of one host that knows nothing of the tailnet, such as a printer's; other hosts can be plugged into it
/// beside their own network, and lead to it.
///
/// Thread-safe but for plugging one host in twice.
public final class Lan {
    private final String network;
    private final Host printer;

    private Lan(String network, Host printer) {
        this.network = network;
        this.printer = printer;
    }

    /// Opens a network around one host.
    ///
    /// @param name the host's name
    /// @param network the first three bytes of its /24, such as `10.33.0`
    public static Lan open(TestNetwork around, String name, String network) {
        Host printer = around.open(name, network + ".1");
        printer.configure("link add br0 type bridge", "link set br0 up", "address add " + network + ".1/24 dev br0");
        return new Lan(network, printer);
    }

    /// Gives a host a second cable, into this network, and lets it pass packets on.
    public void plug(Host router) {
        int number = Segment.lastByte(router.address());
        printer.configure(
                "link add to" + number + " type veth peer name eth1 netns " + router.pid(),
                "link set to" + number + " master br0 up");
        router.configure("address add " + network + "." + number + "/24 dev eth1", "link set eth1 up");
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    }

    /// Lets a router find an address behind the host: an exit node leads to what is far, not to its own networks.
    public void leadTo(String address, Host router) {
        printer.configure("address add " + address + "/32 dev lo");
        router.configure("route add " + address + " via " + address());
    }

    /// The address of the host that is at home here.
    public String address() {
        return network + ".1";
    }

    /// What leads here.
    public String prefix() {
        return network + ".0/24";
    }
}
