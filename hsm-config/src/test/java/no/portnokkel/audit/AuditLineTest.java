package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a record becomes a line of the chain. */
class AuditLineTest {
    private static final String START = "{\"act\":\"start\"}";

    @Test
    void the_first_line_has_number_one_and_no_line_before_it() {
        AuditLine line = AuditLine.first(START);

        assertThat(line.sequence()).isEqualTo(1);
        assertThat(line.text()).isEqualTo("{\"seq\":1,\"act\":\"start\"}");
        assertThat(line.leaf()).isEqualTo(TreeHash.ofLeaf(line.text().getBytes(UTF_8)));
    }

    @Test
    void a_line_names_the_hash_of_the_line_before() {
        AuditLine first = AuditLine.first(START);

        AuditLine second = AuditLine.after(first.sequence(), first.leaf(), " { \"act\" : \"stop\" } ");

        assertThat(second.text())
                .isEqualTo("{\"seq\":2,\"previous\":\"" + first.leaf().hex() + "\",\"act\" : \"stop\" }");
        assertThat(second.text())
                .isEqualTo(first.next(" { \"act\" : \"stop\" } ").text());
    }

    @Test
    void an_object_without_members_is_a_line() {
        assertThat(AuditLine.first("{ }").text()).isEqualTo("{\"seq\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "1",
                "{}{}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"\\u0062\":2}}",
                "{\"seq\":7}",
                "{\"s\\u0065q\":7}",
                "{\"previous\":null}",
                "{\"a\":\n1}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":tru}",
                "{\"a\":.5}",
                "{'a':1}",
                "{\"a\":\"\ud83d\"}"
            })
    void members_that_are_no_object_on_one_line_are_refused(String members) {
        assertThatThrownBy(() -> AuditLine.first(members)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":-0.5e+7,\"b\":[true,false,null,[]],\"c\":{},\"d\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e5\"}",
                "{\"before\":{\"key\":\"seal\"},\"after\":{\"key\":\"seal-2027\"}}",
                "{\"name\":\"Åse 😀\",\"b\":[1,2,{\"seq\":3}]}"
            })
    void any_json_is_accepted_within(String members) {
        assertThatCode(() -> AuditLine.first(members)).doesNotThrowAnyException();
    }

    @Test
    void a_line_has_at_most_a_megabyte() {
        int frame = "{\"seq\":1,\"a\":\"\"}".length();
        String longest = "x".repeat(AuditLine.MAX_BYTES - frame);

        assertThat(AuditLine.first("{\"a\":\"" + longest + "\"}").text()).hasSize(AuditLine.MAX_BYTES);
        assertThatThrownBy(() -> AuditLine.first("{\"a\":\"" + longest + "x\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
