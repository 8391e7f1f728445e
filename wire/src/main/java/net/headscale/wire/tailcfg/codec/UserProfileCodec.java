package net.headscale.wire.tailcfg.codec;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.UserProfile;

/// [UserProfile] as JSON.
public final class UserProfileCodec {
    private UserProfileCodec() {}

    /// The UTF-8 bytes of `profile`.
    public static byte[] encode(UserProfile profile) {
        return JsonWriter.bytes(out -> write(out, profile));
    }

    static void write(JsonWriter out, UserProfile profile) {
        out.beginObject();
        out.member("ID", profile.id());
        out.member("LoginName", profile.loginName());
        out.member("DisplayName", profile.displayName());
        out.ifSet("ProfilePicURL", profile.profilePicUrl());
        out.ifSet("Groups", profile.groups(), JsonWriter::value);
        out.endObject();
    }

    static UserProfile read(JsonReader in) {
        long id = 0;
        String loginName = "";
        String displayName = "";
        String profilePicUrl = "";
        List<String> groups = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ID" -> id = in.int64();
                case "LoginName" -> loginName = in.string();
                case "DisplayName" -> displayName = in.string();
                case "ProfilePicURL" -> profilePicUrl = in.string();
                case "Groups" -> groups = in.list(JsonReader::string);
                default -> in.skip();
            }
        }
        return new UserProfile(id, loginName, displayName, profilePicUrl, groups);
    }
}
