package net.headscale.admin;

import net.headscale.admin.openapi.Operation;

/// An operation, and what answers it: routes and document come from these alone.
record Offer(Operation operation, Endpoint endpoint) {
    /// Where the paths of the API begin.
    static final String ROOT = "/api/v1/";

    /// An operation below the API's root.
    static Operation operation(String method, String path, String name, String summary) {
        return Operation.of(method, ROOT + path, name, summary);
    }
}
