package no.portnokkel.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.ceremony.CeremonyPlan.EnvironmentClass;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Person;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Role;
import no.portnokkel.hsm.ceremony.CeremonyRejectedException.Kind;
import no.portnokkel.testkit.ca.Pem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans as people write them: what is read, and at which line what is wrong. */
class CeremonyPlanTest {
    private static final String PLAN = """
            ceremony: 1
            purpose: Seal for Maskinporten, 2027
            class: production
            organisation: {number: 310167398, name: Testbanken AS}
            key: {label: seal-2027, size: 3072}
            certificate: {authorities-file: issuer.pem}
            persons: [{name: Siri Vold, role: security-officer}, {name: Ola Dahl, role: witness}]
            """;

    @TempDir
    Path directory;

    @Test
    void a_whole_plan_is_read() throws IOException {
        saveAuthorities();

        CeremonyPlan plan = read(PLAN);

        assertThat(plan.purpose()).isEqualTo("Seal for Maskinporten, 2027");
        assertThat(plan.environmentClass()).isEqualTo(EnvironmentClass.PRODUCTION);
        assertThat(plan.organisation().number()).isEqualTo("310167398");
        assertThat(plan.key().label()).isEqualTo("seal-2027");
        assertThat(plan.authorities()).containsExactly(BankFixture.authority().root());
        assertThat(plan.persons())
                .containsExactly(new Person("Siri Vold", Role.SECURITY_OFFICER), new Person("Ola Dahl", Role.WITNESS));
    }

    @Test
    void the_hash_of_a_plan_covers_the_authorities_that_it_names() throws IOException {
        saveAuthorities();
        String before = read(PLAN).sha256();
        Files.writeString(
                directory.resolve("issuer.pem"), "# another\n" + Files.readString(directory.resolve("issuer.pem")));

        assertThat(read(PLAN).sha256()).isNotEqualTo(before);
    }

    @Test
    void without_a_file_of_authorities_the_known_ones_are_asked() throws IOException {
        CeremonyPlan plan = read(PLAN.replaceAll("certificate:.*\n", ""));

        assertThat(plan.authorities()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ceremony: 1            | ceremony: 2             | 1 | ceremony            | ARGUMENTS
            ceremony: 1            | ceremony: 1             | 0 | -                   | -
            class: production      | class: prod             | 3 | class               | ARGUMENTS
            class: production      | class: [production]     | 3 | class               | ARGUMENTS
            class: production      | class: PRODUCTION       | 3 | class               | ARGUMENTS
            class: production      | klasse: production      | 3 | klasse              | ARGUMENTS
            class: production      | 'purpose: again'        | 3 | purpose             | ARGUMENTS
            class: production      | #                       | 1 | class               | ARGUMENTS
            310167398              | 310167399               | 4 | organisation.number | ARGUMENTS
            310167398              | 31016739                | 4 | organisation.number | ARGUMENTS
            name: Testbanken AS    | 'name: "  "'            | 4 | organisation.name   | ARGUMENTS
            name: Testbanken AS    | pin: 8246097531         | 4 | organisation.pin    | ARGUMENTS
            size: 3072             | size: 1024              | 5 | key.size            | POLICY
            size: 3072             | size: 3073              | 5 | key.size            | POLICY
            size: 3072             | size: many              | 5 | key.size            | ARGUMENTS
            size: 3072             | 'size: 3072, type: EC'  | 5 | key.type            | POLICY
            size: 3072             | 'size: 3072, slot: 4'   | 5 | key.slot            | ARGUMENTS
            label: seal-2027       | label: segl/2027        | 5 | key.label           | ARGUMENTS
            label: seal-2027       | label: segl-på-bok      | 5 | key.label           | ARGUMENTS
            issuer.pem             | missing.pem             | 6 | certificate.authorities-file | ARGUMENTS
            issuer.pem             | plan.yaml               | 6 | certificate.authorities-file | ARGUMENTS
            role: witness          | role: vitne             | 7 | persons[1].role     | ARGUMENTS
            role: witness          | role: security-officer  | 7 | persons             | POLICY
            role: security-officer | role: witness           | 7 | persons             | POLICY
            name: Ola Dahl         | 'name: siri  VOLD'      | 7 | persons[1].name     | POLICY
            name: Ola Dahl         | 'name: "Ola\\u202eDahl"' | 7 | persons[1].name     | ARGUMENTS
            name: Ola Dahl         | name: Ola=Dahl          | 7 | persons[1].name     | ARGUMENTS
            """)
    void what_is_wrong_is_named_with_its_line_and_member(
            String text, String instead, int line, String member, String kind) throws IOException {
        saveAuthorities();
        String plan = PLAN.replace(text, instead);
        if (line == 0) {
            assertThat(read(plan)).isNotNull();
            return;
        }

        CeremonyRejectedException rejected = catchThrowableOfType(CeremonyRejectedException.class, () -> read(plan));

        assertThat(rejected.kind()).isEqualTo(Kind.valueOf(kind));
        assertThat(rejected.detail().en()).startsWith("Line " + line + " of the plan, " + member + ":");
        assertThat(rejected.detail().en()).doesNotContain("8246097531");
        assertThat(rejected.remedy().no()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a: &x [1]\\nb: [*x, *x]'    | aliases
            '- ceremony'                | ceremony
            'ceremony: ['               | YAML
            'ceremony: 1\\n\\tpurpose: x' | YAML
            ''                          | YAML
            """)
    void what_is_no_plan_at_all_is_refused(String text, String said) {
        CeremonyRejectedException rejected = catchThrowableOfType(
                CeremonyRejectedException.class,
                () -> read(text.replace("\\n", "\n").replace("\\t", "\t")));

        assertThat(rejected.kind()).isEqualTo(Kind.ARGUMENTS);
        assertThat(rejected.detail().en()).contains(said);
    }

    @Test
    void a_plan_of_absurd_size_is_refused() {
        assertThat(catchThrowableOfType(IOException.class, () -> read("a".repeat(1 << 20))))
                .isNotNull();
        assertThat(catchThrowableOfType(CeremonyRejectedException.class, () -> read("[".repeat(20_000)))
                        .kind())
                .isEqualTo(Kind.ARGUMENTS);
    }

    private void saveAuthorities() throws IOException {
        Files.writeString(
                directory.resolve("issuer.pem"),
                Pem.of(List.of(BankFixture.authority().root())));
    }

    private CeremonyPlan read(String text) throws IOException {
        return CeremonyPlan.read(Files.write(directory.resolve("plan.yaml"), text.getBytes(StandardCharsets.UTF_8)));
    }
}
