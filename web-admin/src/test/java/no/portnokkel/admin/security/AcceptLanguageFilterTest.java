package no.portnokkel.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptLanguageFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nb|nb",
                "nn-NO,en;q=0.5|nb",
                "no|nb",
                "en-GB,nb;q=0.9|en",
                "en;q=0.1, nb;q=0.2|nb",
                "sv, nb;q=0.5, en;q=0.4|nb",
                "q=;|en",
                ";;;|en",
                "nb;q=|en",
                "nb;q=x, en|en",
                "nb;q=0|en",
                "*|en",
                "nbx|en",
            })
    void the_best_known_language_is_chosen_and_malformed_parts_count_for_nothing(String header, String language) {
        assertThat(AcceptLanguageFilter.preferred(List.of(header))).isEqualTo(language);
    }

    @Test
    void without_the_header_the_language_is_english() {
        assertThat(AcceptLanguageFilter.preferred(List.of())).isEqualTo("en");
    }

    @Test
    void a_header_of_megabytes_is_read_in_part_only() {
        assertThat(AcceptLanguageFilter.preferred(List.of("x,".repeat(1_000_000) + "nb")))
                .isEqualTo("en");
    }
}
