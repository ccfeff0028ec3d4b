package no.portnokkel.control.users;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Reads one user of the configuration. A password hash is never quoted. */
final class UserReader {
    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "));

    private final String name;
    private final ConfigValues values;
    private final String prefix;
    private final List<Problem> problems = new ArrayList<>();

    UserReader(String name, ConfigValues values) {
        this.name = name;
        this.values = values;
        this.prefix = "portnokkel.admin.users." + name + ".";
    }

    Optional<Person> person() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : values.value(prefix + "roles").orElse("").split("[,\\s]+", -1)) {
            Optional<Role> role = Role.named(word);
            if (role.isEmpty()) {
                reject(
                        "roles",
                        new Text(
                                prefix + "roles må være en eller flere av " + ROLES + ".",
                                prefix + "roles must be one or more of " + ROLES + "."));
                return Optional.empty();
            }
            roles.add(role.get());
        }
        if (!Role.fitOnePerson(roles)) {
            reject(
                    "roles",
                    new Text(
                            prefix + "roles har auditor sammen med operator eller security-officer;"
                                    + " den som etterprøver, kan ikke handle.",
                            prefix + "roles has auditor together with operator or security-officer;"
                                    + " whoever reviews cannot act."));
            return Optional.empty();
        }
        return Optional.of(new Person(name, new TreeSet<>(roles)));
    }

    Optional<PasswordHash> hash() {
        Optional<PasswordHash> hash = values.value(prefix + "password-hash").flatMap(PasswordHash::read);
        if (hash.isEmpty()) {
            reject(
                    "password-hash",
                    new Text(
                            prefix + "password-hash mangler eller har feil form.",
                            prefix + "password-hash is not set or is malformed."));
        }
        return hash;
    }

    List<Problem> problems() {
        return problems;
    }

    private void reject(String key, Text detail) {
        String form = key.equals("roles") ? "" : " (PBKDF2WithHmacSHA512:ITERATIONS:SALT:HASH)";
        problems.add(Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                detail,
                new Text(
                        "Rett " + prefix + key + form + " og start på nytt; til da kan ikke " + name + " logge inn.",
                        "Correct " + prefix + key + form + " and restart; until then " + name + " cannot sign in.")));
    }
}
