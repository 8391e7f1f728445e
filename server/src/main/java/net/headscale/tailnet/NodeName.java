package net.headscale.tailnet;

/// What a node is called.
///
/// @param hostname what the client calls its machine, verbatim and hostile
/// @param label the first label of its DNS name: unique in the tailnet, safe
/// @param isChosen whether an administrator chose the label; a chosen one does not follow the host name
public record NodeName(String hostname, String label, boolean isChosen) {
    public NodeName {
        if (!DnsLabel.isValid(label)) {
            throw new IllegalArgumentException("expected a DNS label, found \"" + label + "\"");
        }
    }
}
