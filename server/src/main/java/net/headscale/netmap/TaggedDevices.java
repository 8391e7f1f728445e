package net.headscale.netmap;

import net.headscale.wire.tailcfg.UserProfile;

/// The user that clients are shown for nodes that belong to tags: a client without a login name forgets its login.
public final class TaggedDevices {
    /// Far from any real user's id; headscale's, so that profiles kept by its clients stay theirs.
    public static final long ID = 2_147_455_555L;

    /// The login name, and what `tailscale status` shows.
    public static final String LOGIN = "tagged-devices";

    static final UserProfile PROFILE = UserProfile.of(ID, LOGIN, "Tagged Devices");

    private TaggedDevices() {}
}
