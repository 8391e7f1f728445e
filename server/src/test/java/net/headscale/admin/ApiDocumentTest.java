package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDocumentTest {
    @AutoClose
    private final Administration admin = new Administration();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/docs", "/api/v1/docs.css", "/api/v1/docs.js"})
    void the_page_loads_nothing_from_elsewhere(String path) {
        var answer = admin.ask("GET", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isNotBlank()
                .doesNotContain("http:", "https:", "src=\"//", "href=\"//", "@import", "@font-face");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger",
                "/swagger/v1/openapiv2.json",
                "/api/v1/openapi-3.0.json",
                "/api/v1/openapi-3.0.yaml",
            })
    void where_the_peer_described_its_api_is_told_where_ours_is(String path) {
        var answer = admin.ask("GET", path);

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text()).contains("/api/v1/docs");
    }
}
