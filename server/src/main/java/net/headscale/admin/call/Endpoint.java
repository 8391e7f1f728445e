package net.headscale.admin.call;

import tools.jackson.databind.JsonNode;

/// Answers one method of one path with the JSON of a success.
public interface Endpoint {
    /// @throws Unanswerable if the request makes no sense
    /// @throws net.headscale.coordinator.RefusedException if it is refused
    JsonNode answer(Call call);
}
