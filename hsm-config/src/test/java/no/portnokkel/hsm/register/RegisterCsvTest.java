package no.portnokkel.hsm.register;

import static no.portnokkel.hsm.register.TokenContent.PROTECTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterCsvTest {
    private final TokenContent token = new TokenContent();

    @Test
    void the_first_line_names_the_columns_and_each_entry_is_one_line() {
        List<String> lines =
                token.uncertified("seal", PROTECTED).register().csv().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .isEqualTo("source,label,id,state,type,size,nonExportable,environments,clients,subject,issuer,"
                        + "organisationNumber,serial,notBefore,notAfter,sha256,registeredUntil,daysLeft");
        assertThat(lines.get(1)).isEqualTo("bank,seal,7365616c,generated,RSA,2048,true,,,,,,,,,,,");
    }

    @Test
    void lines_end_as_rfc_4180_asks() {
        assertThat(token.uncertified("seal", PROTECTED).register().csv())
                .endsWith("\r\n")
                .doesNotContainPattern("[^\\r]\\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)"})
    void a_name_that_a_spreadsheet_would_calculate_is_text(String label) {
        assertThat(token.uncertified(label, PROTECTED).register().csv()).contains("bank,'" + label + ",");
    }

    @Test
    void quotes_commas_and_line_breaks_stay_in_their_cell() {
        assertThat(token.uncertified("a \"seal\", or\r\ntwo", PROTECTED)
                        .register()
                        .csv())
                .contains("bank,\"a \"\"seal\"\", or\r\ntwo\",");
    }

    @Test
    void a_formula_behind_a_line_break_is_text_too() {
        assertThat(token.uncertified("\n=1", PROTECTED).register().csv()).contains("bank,\"'\n=1\",");
    }

    @Test
    void norwegian_letters_are_as_they_are_and_days_are_a_number_also_when_negative() {
        String csv = token.certified("nøkkel på ås", -3, "Ærlig Åsgård AS")
                .register()
                .csv();

        assertThat(csv).contains("bank,nøkkel på ås,", "CN=Ærlig Åsgård AS").endsWith(",-3\r\n");
    }
}
