package no.portnokkel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import no.portnokkel.testkit.registry.PersonNumber;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers are made up; those that are not synthetic would be of persons born in 1860. */
class PersonNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"01016050012", "41016050006", "01419010029", "01819010001", "41819010186", "25922947409"})
    void a_person_a_d_number_and_synthetic_ones_are_good(String number) {
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
    void what_cannot_be_a_persons_number_is_not_good(String number) {
        assertThat(PersonNumber.isGood(number)).isFalse();
    }
}
