package net.headscale.config;

import java.time.Duration;
import net.headscale.config.key.Reading;

/// Where the command line finds a server of another machine.
///
/// @param address a URL, or a bare host, which means https; empty: the server of this machine
/// @param apiKey what it shows to be let in
/// @param timeout for a server that is starting
/// @param isInsecure whether a certificate may be anyone's
public record Remote(String address, String apiKey, Duration timeout, boolean isInsecure) {
    static Remote read(Reading reading) {
        return new Remote(
                reading.text("cli.address", ""),
                reading.text("cli.api_key", ""),
                reading.duration("cli.timeout", Duration.ofSeconds(5)),
                reading.flag("cli.insecure", false));
    }

    @Override
    public String toString() {
        return "Remote(" + address + ", redacted)";
    }
}
