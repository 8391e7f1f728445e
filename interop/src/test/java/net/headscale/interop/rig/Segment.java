package net.headscale.interop.rig;

/// A bridge in one host, with a /24 of its own; other hosts are plugged into it and use it as their gateway.
final class Segment {
    /// A bridge takes the lowest address among its ports unless it has its own: a host that joins later would change
    /// it, and the others would go on sending to the former one.
    private static final String MAC = "02:68:73:00:00:fe";

    private final Host holder;
    private final String gateway;

    private Segment(Host holder, String gateway) {
        this.holder = holder;
        this.gateway = gateway;
    }

    /// Raises a bridge that answers to `gateway`.
    static Segment raise(Host holder, String gateway) {
        holder.configure(
                "link add br0 address " + MAC + " type bridge",
                "link set br0 up",
                "address add " + gateway + "/24 dev br0");
        return new Segment(holder, gateway);
    }

    /// Gives a host a cable into this segment (`eth0`), its address, and the way out.
    void plug(Host host) {
        String port = port(host);
        holder.configure(
                "link add " + port + " type veth peer name eth0 netns " + host.pid(),
                "link set " + port + " master br0 up");
        host.configure(
                "address add " + host.address() + "/24 dev eth0",
                "link set eth0 up",
                "route add default via " + gateway);
    }

    /// The far end of a host's cable.
    private static String port(Host host) {
        return "to" + lastByte(host.address());
    }

    static int lastByte(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
    }
}
