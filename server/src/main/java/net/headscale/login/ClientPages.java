package net.headscale.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;

/// How the clients of Windows and of Apple's systems are brought to this server, at the paths that headscale has for
/// it.
public final class ClientPages {
    private static final String PROFILE = "application/x-apple-aspen-config; charset=utf-8";

    /// The client's kind of settings, by the last word of the profile's path.
    private static final Map<String, String> SETTINGS = Map.of(
            "ios", "io.tailscale.ipn.ios",
            "macos-app-store", "io.tailscale.ipn.macos",
            "macos-standalone", "io.tailscale.ipn.macsys");

    private final String url;

    /// @param serverUrl where clients reach this server
    public ClientPages(URI serverUrl) {
        this.url = Page.escaped(serverUrl.toString());
    }

    /// Adds the paths of these pages, and an empty one at `/`.
    public void addTo(Routes routes) {
        routes.add("GET", "/", _ -> Page.answer(200, Page.of("")));
        routes.add("GET", "/windows", _ -> Page.answer(200, windows()));
        routes.add("GET", "/apple", _ -> Page.answer(200, apple()));
        routes.add("GET", "/apple/{platform}", this::profile);
    }

    private String windows() {
        return Page.of("""
                <h1>Windows</h1>
                <p>Install Tailscale, then type in PowerShell or the command prompt:</p>
                <pre>tailscale login --login-server %1$s</pre>
                <p>For every user of the machine, an administrator sets it before the first login instead:</p>
                <pre>reg add "HKLM\\Software\\Policies\\Tailscale" /v LoginURL /t REG_SZ /d %1$s</pre>
                """.formatted(url));
    }

    private String apple() {
        return Page.of("""
                <h1>iOS, iPadOS, tvOS</h1>
                <p>Install Tailscale. On its page to log in, open the menu, choose the custom coordination server, and enter</p>
                <pre>%1$s</pre>
                <p>or install the <a href="/apple/ios">profile for iOS</a> first.</p>
                <h1>macOS</h1>
                <p>Install Tailscale, then type in a terminal:</p>
                <pre>tailscale login --login-server %1$s</pre>
                <p>or install a profile first: for the client <a href="/apple/macos-app-store">of the App Store</a>, or for
                <a href="/apple/macos-standalone">the standalone one</a>.</p>
                <p>Read a profile before you install it: it names the server and nothing else.</p>
                """.formatted(url));
    }

    private Response profile(Request request) {
        String platform = request.parameter("platform");
        String settings = SETTINGS.get(platform);
        if (settings == null) {
            return Page.answer(
                    404, Page.of("<h1>There is no such profile</h1>\n<p>See <a href=\"/apple\">the others</a>.</p>\n"));
        }
        return Response.of(200, PROFILE, profile(platform, settings).getBytes(UTF_8))
                .withHeader("content-disposition", "attachment; filename=\"headscale-" + platform + ".mobileconfig\"");
    }

    /// The same settings have the same ids, so that a profile that is installed again takes the place of the former.
    private String profile(String platform, String settings) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                  <key>PayloadType</key><string>Configuration</string>
                  <key>PayloadVersion</key><integer>1</integer>
                  <key>PayloadIdentifier</key><string>net.headscale.%1$s</string>
                  <key>PayloadUUID</key><string>%2$s</string>
                  <key>PayloadDisplayName</key><string>headscale</string>
                  <key>PayloadDescription</key><string>Tailscale logs in to %5$s</string>
                  <key>PayloadContent</key>
                  <array>
                    <dict>
                      <key>PayloadType</key><string>%3$s</string>
                      <key>PayloadVersion</key><integer>1</integer>
                      <key>PayloadIdentifier</key><string>net.headscale.%1$s.settings</string>
                      <key>PayloadUUID</key><string>%4$s</string>
                      <key>PayloadEnabled</key><true/>
                      <key>ControlURL</key><string>%5$s</string>
                    </dict>
                  </array>
                </dict>
                </plist>
                """.formatted(platform, id(platform), settings, id(settings), url);
    }

    private String id(String what) {
        return UUID.nameUUIDFromBytes((what + " " + url).getBytes(UTF_8)).toString();
    }
}
