package no.portnokkel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import no.portnokkel.testkit.registry.PersonNumber;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers are invented; those that are not synthetic would belong to persons born in 1860. */
class PersonNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"01016050012", "41016050006", "01419010029", "01819010001", "41819010186", "25922947409"})
    void ordinary_numbers_d_numbers_and_synthetic_numbers_are_well_formed(String number) {
        assertThat(PersonNumber.isGood(number)).isTrue();
        assertThat(PersonNumber.isSynthetic(number)).isEqualTo(number.charAt(2) >= '4');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01016050013", // second check digit
                "01016050022", // first check digit
                "81019010023", // day 41 of a D number
                "32019010189",
                "00139010035",
                "01139010074", // month 13
                "01939010110", // month 13 of a synthetic person
                "01409010039", // month 40
                "40019010181", // day 40
                "0101605001",
                "010160 0012",
                "０１０１６０５００１２"
            })
    void a_malformed_number_is_rejected(String number) {
        assertThat(PersonNumber.isGood(number)).isFalse();
    }
}
