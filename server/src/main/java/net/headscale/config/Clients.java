package net.headscale.config;

import net.headscale.config.key.Reading;

/// What clients may do besides connecting.
///
/// @param taildrop whether nodes of one user may send each other files
/// @param logsToVendor whether clients send their logs to their vendor
/// @param autoUpdate whether clients are told to update themselves unless their user said otherwise
public record Clients(boolean taildrop, boolean logsToVendor, boolean autoUpdate) {
    static Clients read(Reading reading) {
        return new Clients(
                reading.flag("taildrop.enabled", true),
                reading.flag("logtail.enabled", false),
                reading.flag("auto_update.enabled", false));
    }
}
