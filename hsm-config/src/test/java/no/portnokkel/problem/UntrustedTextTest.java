package no.portnokkel.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedTextTest {
    @Test
    void no_character_that_a_reader_cannot_see_remains() {
        String every = IntStream.rangeClosed(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(UntrustedText.oneLine(every).codePoints()).noneMatch(UntrustedTextTest::isInvisible);
        assertThat(UntrustedText.escaped(every).codePoints())
                .noneMatch(character -> isInvisible(character) && "\n\r\t".indexOf(character) < 0);
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "a\u0085b, a\\u0085b",
        "a\u009bb, a\\u009bb",
        "a\u202eb, a\\u202eb",
        "a\u2066b, a\\u2066b",
        "a\u200bb, a\\u200bb",
        "a\ufeffb, a\\ufeffb",
        "a\u2028b, a\\u2028b",
        "a\u2029b, a\\u2029b",
        "a\ud800b, a\\ud800b",
        "bl\u00e5b\u00e6r \ud83d\ude00, bl\u00e5b\u00e6r \ud83d\ude00",
    })
    void invisible_characters_are_shown_escaped(String text, String shown) {
        assertThat(UntrustedText.escaped(text)).isEqualTo(shown);
        assertThat(UntrustedText.clean(text, 100)).isEqualTo(shown);
    }

    @Test
    void a_text_for_the_log_is_one_line_of_limited_length() {
        assertThat(UntrustedText.clean(" a\r\nINFO: forged\0\t b ", 100)).isEqualTo("a INFO: forged b");
        assertThat(UntrustedText.clean("xxxxxxxxx ".repeat(10), 5)).isEqualTo("xxxxx…");
        assertThat(UntrustedText.clean("xxxx\ud83d\ude00x", 5)).isEqualTo("xxxx…");
    }

    @Test
    void numbers_of_persons_and_tokens_are_masked() {
        assertThat(UntrustedText.clean("pid 12857910093, " + "e".repeat(50), 100))
                .isEqualTo("pid ***********, ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4bf92f3577b34da12345678901fe4736",
                "a12345678901bc12345678901d0e0736",
                "12345678901bcdef12345678901bcdef",
                "0f8fad5b-d9cb-469f-a165-12345678901b"
            })
    void a_trace_id_is_not_masked_whichever_digits_it_has(String id) {
        assertThat(UntrustedText.masked("(trace_id: " + id + ")")).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901", "fnr12345678901", "pid=12345678901.", "_12345678901_", "12345678901a"})
    void a_number_of_a_person_is_masked_beside_letters(String number) {
        assertThat(UntrustedText.masked(number)).doesNotContain("12345678901");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b", "\u2060\u200d", "\u00ad", "\u3164", "\u2800\u00a0", "\udb40\udc01"})
    void a_text_without_ink_is_blank(String text) {
        assertThat(UntrustedText.isBlank(text)).isTrue();
        assertThat(UntrustedText.isBlank(text + ".")).isFalse();
    }

    @Test
    void the_log_line_of_a_problem_has_no_invisible_characters() {
        Problem problem = Problem.of(
                ProblemCode.REQUEST_INVALID, Text.verbatim("a\u202eb\nINFO: forged"), Text.verbatim("c\u2028d"));
        assertThat(problem.sentence()).isEqualTo("request-invalid: a\\u202eb INFO: forged c\\u2028d");
    }
}
