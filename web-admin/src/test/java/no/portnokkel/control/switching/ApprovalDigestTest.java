package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import org.junit.jupiter.api.Test;

/** What may change between proposal and approval, and what not. */
class ApprovalDigestTest {
    private static final Map<String, String> LAB = Map.of("client-id", "lab-client");
    private static final Map<String, String> PROD = Map.of("client-id", "prod-client");
    private static final Map<String, String> NOTHING = Map.of();
    private static final Person KARI = person("kari", Role.OPERATOR);
    private static final Person OLA = person("ola", Role.SECURITY_OFFICER);

    private static ApprovalDigest digest(Map<String, String> source, Map<String, String> target, Person... people) {
        return ApprovalDigest.of(new EffectiveSettings(source), new EffectiveSettings(target), List.of(people));
    }

    private static Person person(String name, Role... roles) {
        return new Person(name, new TreeSet<>(Set.of(roles)));
    }

    @Test
    void unchanged_settings_and_users_have_the_same_digest_in_whichever_order_they_are_read() {
        Map<String, String> read = new LinkedHashMap<>(Map.of("kid", "one"));
        read.put("client-id", "lab-client");
        Map<String, String> readInAnotherOrder = new LinkedHashMap<>(Map.of("client-id", "lab-client"));
        readInAnotherOrder.put("kid", "one");

        assertThat(digest(read, PROD, KARI, OLA)).isEqualTo(digest(readInAnotherOrder, PROD, KARI, OLA));
        assertThat(digest(read, PROD, KARI, OLA).digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void a_changed_setting_of_source_or_target_is_noticed() {
        ApprovalDigest approved = digest(LAB, PROD, KARI);

        assertThat(digest(Map.of("client-id", "lax-client"), PROD, KARI)).isNotEqualTo(approved);
        assertThat(digest(LAB, Map.of("client-id", "prof-client"), KARI)).isNotEqualTo(approved);
        assertThat(digest(LAB, Map.of("another", "prod-client"), KARI)).isNotEqualTo(approved);
        assertThat(digest(LAB, NOTHING, KARI)).isNotEqualTo(approved);
    }

    @Test
    void source_and_target_are_not_interchangeable() {
        assertThat(digest(LAB, NOTHING)).isNotEqualTo(digest(NOTHING, LAB));
    }

    @Test
    void a_character_that_moves_from_a_name_to_its_value_is_noticed() {
        assertThat(digest(Map.of("key", "seal"), NOTHING)).isNotEqualTo(digest(Map.of("keys", "eal"), NOTHING));
    }

    @Test
    void a_setting_cannot_be_passed_off_as_a_user() {
        assertThat(digest(NOTHING, Map.of("kari", "viewer")))
                .isNotEqualTo(digest(NOTHING, NOTHING, person("kari", Role.VIEWER)));
    }

    @Test
    void an_added_or_removed_user_is_noticed() {
        ApprovalDigest approved = digest(LAB, PROD, KARI, OLA);

        assertThat(digest(LAB, PROD, KARI)).isNotEqualTo(approved);
        assertThat(digest(LAB, PROD, KARI, person("kari2", Role.OPERATOR), OLA)).isNotEqualTo(approved);
        assertThat(digest(LAB, PROD, person("karin", Role.OPERATOR), OLA)).isNotEqualTo(approved);
    }

    @Test
    void another_role_is_noticed() {
        assertThat(digest(LAB, PROD, person("kari", Role.SECURITY_OFFICER))).isNotEqualTo(digest(LAB, PROD, KARI));
    }

    @Test
    void a_user_who_is_named_like_a_role_does_not_hold_it() {
        assertThat(digest(LAB, PROD, person("kari", Role.VIEWER), person("viewer")))
                .isNotEqualTo(digest(LAB, PROD, person("kari"), person("viewer", Role.VIEWER)));
    }
}
