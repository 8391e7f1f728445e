package net.headscale.wire.tailcfg.endpoint;

/// An identity token.
///
/// @param idToken a JWT; a secret until it expires
public record TokenResponse(String idToken) {
    @Override
    public String toString() {
        return "TokenResponse[redacted]";
    }
}
