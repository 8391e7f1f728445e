package net.headscale.admin.call;

import net.headscale.admin.openapi.Operation;

/// An operation, and what answers it: routes and document come from these alone.
public record Offer(Operation operation, Endpoint endpoint) {
    /// Where the paths of the API begin.
    static final String ROOT = "/api/v1/";

    /// An operation below the API's root.
    public static Operation operation(String method, String path, String name, String summary) {
        return Operation.of(method, ROOT + path, name, summary);
    }
}
