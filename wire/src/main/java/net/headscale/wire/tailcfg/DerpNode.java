package net.headscale.wire.tailcfg;

/// One DERP server of a region.
///
/// @param name unique in the map
/// @param certName the name or `sha256-raw:` fingerprint that its certificate must have; empty means `hostName`
/// @param ipv4 empty: by DNS; `none`: has no IPv4
/// @param ipv6 empty: by DNS; `none`: has no IPv6
/// @param stunPort 0 means 3478, -1 no STUN
/// @param derpPort 0 means 443
/// @param insecureForTests certificates are not checked but for `certName`
/// @param canPort80 serves `/generate_204` over plain HTTP
public record DerpNode(
        String name,
        int regionId,
        String hostName,
        String certName,
        String ipv4,
        String ipv6,
        int stunPort,
        boolean stunOnly,
        int derpPort,
        boolean insecureForTests,
        String stunTestIp,
        boolean canPort80) {
    private static final String PIN = "sha256-raw:";

    /// A server on the usual ports whose addresses DNS knows.
    public static DerpNode of(String name, int regionId, String hostName) {
        return new DerpNode(name, regionId, hostName, "", "", "", 0, false, 0, false, "", false);
    }

    /// This server with explicit addresses.
    public DerpNode withAddresses(String newIpv4, String newIpv6) {
        return new DerpNode(
                name,
                regionId,
                hostName,
                certName,
                newIpv4,
                newIpv6,
                stunPort,
                stunOnly,
                derpPort,
                insecureForTests,
                stunTestIp,
                canPort80);
    }

    /// This server on other ports.
    public DerpNode withPorts(int newStunPort, int newDerpPort) {
        return new DerpNode(
                name,
                regionId,
                hostName,
                certName,
                ipv4,
                ipv6,
                newStunPort,
                stunOnly,
                newDerpPort,
                insecureForTests,
                stunTestIp,
                canPort80);
    }

    /// This server with another rule for its certificate.
    ///
    /// @param newCertName as `certName`
    /// @param unchecked as `insecureForTests`; a fingerprint in `newCertName` is checked all the same
    public DerpNode withCertificate(String newCertName, boolean unchecked) {
        return new DerpNode(
                name,
                regionId,
                hostName,
                newCertName,
                ipv4,
                ipv6,
                stunPort,
                stunOnly,
                derpPort,
                unchecked,
                stunTestIp,
                canPort80);
    }

    /// Whether its certificate is known by its fingerprint (`sha256-raw:`).
    public boolean isPinned() {
        return certName.startsWith(PIN);
    }

    /// This server with an HTTP probe on port 80.
    public DerpNode servingPort80() {
        return new DerpNode(
                name,
                regionId,
                hostName,
                certName,
                ipv4,
                ipv6,
                stunPort,
                stunOnly,
                derpPort,
                insecureForTests,
                stunTestIp,
                true);
    }
}
