package net.headscale.wire.tailcfg.codec;

import java.time.Instant;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.RegisterResponse.Login;
import net.headscale.wire.tailcfg.RegisterResponse.User;
import org.jspecify.annotations.Nullable;

/// [RegisterResponse] as JSON.
public final class RegisterResponseCodec {
    private RegisterResponseCodec() {}

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(RegisterResponse response) {
        return JsonWriter.bytes(out -> write(out, response));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a register response
    public static RegisterResponse decode(byte[] document) {
        return JsonReader.read(document, RegisterResponseCodec::read);
    }

    private static void write(JsonWriter out, RegisterResponse response) {
        out.beginObject();
        out.name("User");
        writeUser(out, response.user());
        out.name("Login");
        writeLogin(out, response.login());
        out.member("NodeKeyExpired", response.nodeKeyExpired());
        out.member("MachineAuthorized", response.machineAuthorized());
        out.member("AuthURL", response.authUrl());
        out.member("NodeKeySignature", response.nodeKeySignature());
        out.member("Error", response.error());
        out.endObject();
    }

    private static void writeUser(JsonWriter out, User user) {
        out.beginObject();
        out.member("ID", user.id());
        out.member("DisplayName", user.displayName());
        out.ifSet("ProfilePicURL", user.profilePicUrl());
        out.ifPresent("Created", user.created());
        out.endObject();
    }

    private static void writeLogin(JsonWriter out, Login login) {
        out.beginObject();
        out.member("ID", login.id());
        out.member("Provider", login.provider());
        out.member("LoginName", login.loginName());
        out.member("DisplayName", login.displayName());
        out.ifSet("ProfilePicURL", login.profilePicUrl());
        out.endObject();
    }

    private static RegisterResponse read(JsonReader in) {
        User user = User.NONE;
        Login login = Login.NONE;
        boolean nodeKeyExpired = false;
        boolean machineAuthorized = false;
        String authUrl = "";
        Bytes nodeKeySignature = Bytes.none();
        String error = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "User" -> user = readUser(in);
                case "Login" -> login = readLogin(in);
                case "NodeKeyExpired" -> nodeKeyExpired = in.bool();
                case "MachineAuthorized" -> machineAuthorized = in.bool();
                case "AuthURL" -> authUrl = in.string();
                case "NodeKeySignature" -> nodeKeySignature = in.bytes();
                case "Error" -> error = in.string();
                default -> in.skip();
            }
        }
        return new RegisterResponse(user, login, nodeKeyExpired, machineAuthorized, authUrl, nodeKeySignature, error);
    }

    private static User readUser(JsonReader in) {
        long id = 0;
        String displayName = "";
        String profilePicUrl = "";
        @Nullable Instant created = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ID" -> id = in.int64();
                case "DisplayName" -> displayName = in.string();
                case "ProfilePicURL" -> profilePicUrl = in.string();
                case "Created" -> created = in.time();
                default -> in.skip();
            }
        }
        return new User(id, displayName, profilePicUrl, created);
    }

    private static Login readLogin(JsonReader in) {
        long id = 0;
        String provider = "";
        String loginName = "";
        String displayName = "";
        String profilePicUrl = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ID" -> id = in.int64();
                case "Provider" -> provider = in.string();
                case "LoginName" -> loginName = in.string();
                case "DisplayName" -> displayName = in.string();
                case "ProfilePicURL" -> profilePicUrl = in.string();
                default -> in.skip();
            }
        }
        return new Login(id, provider, loginName, displayName, profilePicUrl);
    }
}
