package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.NodeKey;

/// A node asks for a public DNS record, to prove to a certificate authority that it holds a name:
/// `POST /machine/set-dns`. The answer is `{}`, once the record can be resolved.
///
/// @param version capability version
/// @param name `_acme-challenge.` and one of the node's certificate domains, without trailing dot
/// @param type `TXT`
public record SetDnsRequest(int version, NodeKey nodeKey, String name, String type, String value) {}
