package net.headscale.control;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.key.NodeKey;

/// The node key that a request's JSON names, whatever else it says.
final class NodeKeyIn {
    private NodeKeyIn() {}

    /// The key in `NodeKey`; [NodeKey#ZERO], which is nobody's, when there is none.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if `document` is not a JSON object, or the key not one
    static NodeKey document(byte[] document) {
        return JsonReader.read(document, NodeKeyIn::read);
    }

    private static NodeKey read(JsonReader in) {
        NodeKey key = NodeKey.ZERO;
        in.object();
        while (in.member()) {
            if (in.name().equals("NodeKey")) {
                key = in.parsed("a node key", NodeKey::parse);
            } else {
                in.skip();
            }
        }
        return key;
    }
}
