package no.portnokkel.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteRequestFilterTest {
    private static final String HOST = "bank.example:8443";

    @ParameterizedTest
    @CsvSource({"same-origin, false", "none, false", "same-site, true", "cross-site, true", "whatever, true"})
    void sec_fetch_site_decides_when_a_browser_sends_it(String fetchSite, boolean foreign) {
        assertThat(CrossSiteRequestFilter.isCrossSite(fetchSite, "https://" + HOST, HOST))
                .isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({
        "https://bank.example:8443, bank.example:8443, false",
        "https://BANK.example, bank.example, false",
        "https://bank.example, bank.example:443, false",
        "http://bank.example, bank.example, false",
        "https://bank.example:444, bank.example, true",
        "https://evil.example, bank.example, true",
        "https://bank.example.evil.example, bank.example, true",
        "https://bank.example@evil.example, bank.example, true",
        "null, bank.example, true",
        "'', bank.example, true",
    })
    void without_sec_fetch_site_the_origin_decides(String origin, String host, boolean foreign) {
        assertThat(CrossSiteRequestFilter.isCrossSite(null, origin, host)).isEqualTo(foreign);
    }

    @Test
    void a_client_that_sends_neither_header_is_not_cross_site() {
        assertThat(CrossSiteRequestFilter.isCrossSite(null, null, HOST)).isFalse();
    }
}
