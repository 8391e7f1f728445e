package net.headscale.wire.tailcfg.endpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// A node changes attributes of its own: `PATCH /machine/set-device-attr`.
///
/// @param update by name: a string, number or boolean; `null` takes the attribute away
public record SetDeviceAttributesRequest(int version, NodeKey nodeKey, Map<String, @Nullable RawJson> update) {
    public SetDeviceAttributesRequest {
        update = Collections.unmodifiableMap(new TreeMap<>(update));
    }
}
