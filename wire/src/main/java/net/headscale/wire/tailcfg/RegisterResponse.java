package net.headscale.wire.tailcfg;

import java.time.Instant;
import net.headscale.wire.json.Bytes;
import org.jspecify.annotations.Nullable;

/// The answer to a [RegisterRequest]. The client looks at `error`, `nodeKeySignature`, `nodeKeyExpired` and
/// `authUrl` in this order; the first that is set decides. With none of them the node is in.
///
/// @param user only its id is used
/// @param login its names become the stored profile; without a login name the node forgets itself at restart
/// @param nodeKeyExpired come again with a new key
/// @param machineAuthorized logged only; what counts is [Node#machineAuthorized]
/// @param authUrl where a human has to decide; empty if none has to
/// @param nodeKeySignature to be signed again for the new key; empty if it need not be
/// @param error shown to the user; all else is then ignored
public record RegisterResponse(
        User user,
        Login login,
        boolean nodeKeyExpired,
        boolean machineAuthorized,
        String authUrl,
        Bytes nodeKeySignature,
        String error) {
    /// The node is in.
    public static RegisterResponse admitted(User user, Login login, boolean machineAuthorized) {
        return new RegisterResponse(user, login, false, machineAuthorized, "", Bytes.none(), "");
    }

    /// A human has to decide at `authUrl`.
    public static RegisterResponse visit(String authUrl) {
        return new RegisterResponse(User.NONE, Login.NONE, false, false, authUrl, Bytes.none(), "");
    }

    /// Refused; `error` is what the user reads.
    public static RegisterResponse refused(String error) {
        return new RegisterResponse(User.NONE, Login.NONE, false, false, "", Bytes.none(), error);
    }

    /// The client has to come again with a new node key.
    public static RegisterResponse keyExpired() {
        return new RegisterResponse(User.NONE, Login.NONE, true, false, "", Bytes.none(), "");
    }

    /// The client has to wrap `signature` for its new key and come again.
    public static RegisterResponse signAgain(Bytes signature) {
        return new RegisterResponse(User.NONE, Login.NONE, false, false, "", signature, "");
    }

    /// The owner of the node.
    public record User(
            long id,
            String displayName,
            String profilePicUrl,
            @Nullable Instant created) {
        /// Nobody.
        public static final User NONE = new User(0, "", "", null);
    }

    /// The account that the owner logged in with.
    public record Login(long id, String provider, String loginName, String displayName, String profilePicUrl) {
        /// None.
        public static final Login NONE = new Login(0, "", "", "", "");
    }
}
