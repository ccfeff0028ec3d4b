package no.portnokkel.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOriginTest {
    private static final String HOST = "bank.example:8443";

    @ParameterizedTest
    @CsvSource({"same-origin, false", "none, false", "same-site, true", "cross-site, true", "whatever, true"})
    void a_browser_that_says_where_it_comes_from_is_believed(String fetchSite, boolean foreign) {
        assertThat(RequestOrigin.isForeign(fetchSite, "https://" + HOST, HOST)).isEqualTo(foreign);
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
    void an_older_browser_is_judged_by_its_origin(String origin, String host, boolean foreign) {
        assertThat(RequestOrigin.isForeign(null, origin, host)).isEqualTo(foreign);
    }

    @Test
    void what_is_no_browser_says_nothing_and_is_not_foreign() {
        assertThat(RequestOrigin.isForeign(null, null, HOST)).isFalse();
    }
}
