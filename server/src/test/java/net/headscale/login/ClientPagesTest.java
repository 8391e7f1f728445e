package net.headscale.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ClientPagesTest {
    private static final String URL = "https://hs.example.com/a?b=1&c='2'";

    private static Response get(String path) {
        Routes routes = new Routes();
        new ClientPages(URI.create(URL)).addTo(routes);
        return routes.call(
                new Request("GET", path, Map.of(), Map.of(), new byte[0], new Request.Source.LocalSocket(), Map.of()));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/windows", "/apple", "/apple/nonsense"})
    void a_page_loads_and_runs_nothing(String path) {
        Response page = get(path);

        assertThat(page.headers().get("content-security-policy")).contains("default-src 'none'");
        assertThat(text(page).replace(Page.escaped(URL), ""))
                .doesNotContain("http:", "https:", "<script", "src=", "@import", "url(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/windows", "/apple"})
    void a_guide_names_the_server(String path) {
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(text(get(path))).contains("tailscale login --login-server " + Page.escaped(URL));
    }

    @ParameterizedTest
    @CsvSource({
        "ios,              io.tailscale.ipn.ios",
        "macos-app-store,  io.tailscale.ipn.macos",
        "macos-standalone, io.tailscale.ipn.macsys",
    })
    void a_profile_tells_that_client_the_servers_url(String platform, String settings) throws Exception {
        Response profile = get("/apple/" + platform);

        assertThat(profile.headers().get("content-type")).startsWith("application/x-apple-aspen-config");
        assertThat(strings(profile)).contains(settings, URL);
        assertThat(text(profile)).isEqualTo(text(get("/apple/" + platform)));
    }

    private static List<String> strings(Response profile) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element plist = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(profile.body()))
                .getDocumentElement();
        var found = plist.getElementsByTagName("string");
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    @Test
    void a_profile_that_is_none_is_not_found() {
        assertThat(get("/apple/android").status()).isEqualTo(404);
    }
}
