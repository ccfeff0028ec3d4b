package no.portnokkel.hsm.pkcs11.cryptoki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenTextTest {
    @Test
    void blanks_and_zeros_at_the_end_are_padding() {
        assertThat(TokenText.decode("segl 1  ".getBytes(UTF_8))).isEqualTo("segl 1");
        assertThat(TokenText.decode("segl\0\0\0".getBytes(UTF_8))).isEqualTo("segl");
        assertThat(TokenText.decode("segl\0left over".getBytes(UTF_8))).isEqualTo("segl");
        assertThat(TokenText.decode(new byte[0])).isEmpty();
    }

    @Test
    void utf8_is_read_as_such_and_anything_else_as_latin1() {
        assertThat(TokenText.decode("nøkkel-€".getBytes(UTF_8))).isEqualTo("nøkkel-€");
        assertThat(TokenText.decode("nøkkel".getBytes(ISO_8859_1))).isEqualTo("nøkkel");
    }

    @Test
    void an_alias_of_the_jdk_has_a_character_for_each_byte() {
        assertThat(TokenText.ofAlias(new String("nøkkel-€".getBytes(UTF_8), ISO_8859_1)))
                .isEqualTo("nøkkel-€");
        assertThat(TokenText.ofAlias("nøkkel/CN=Ærlig €/1")).isEqualTo("nøkkel/CN=Ærlig €/1");
        assertThat(TokenText.ofAlias("seal")).isEqualTo("seal");
    }
}
