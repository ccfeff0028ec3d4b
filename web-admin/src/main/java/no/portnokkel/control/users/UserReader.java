package no.portnokkel.control.users;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Reads one user from the configuration. Problems never quote a password hash. */
final class UserReader {
    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::code).collect(Collectors.joining(", "));

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
        for (String code : values.value(prefix + "roles").orElse("").split("[,\\s]+", -1)) {
            Optional<Role> role = Role.ofCode(code);
            if (role.isEmpty()) {
                problems.add(Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        "configuration-invalid.user-roles",
                        Map.of("key", prefix + "roles", "roles", ROLES, "name", name)));
                return Optional.empty();
            }
            roles.add(role.get());
        }
        if (!Role.areCompatible(roles)) {
            problems.add(Problem.of(
                    ProblemCode.CONFIGURATION_INVALID,
                    "configuration-invalid.user-auditor",
                    Map.of("key", prefix + "roles", "name", name)));
            return Optional.empty();
        }
        return Optional.of(new Person(name, new TreeSet<>(roles)));
    }

    Optional<PasswordHash> hash() {
        Optional<PasswordHash> hash = values.value(prefix + "password-hash").flatMap(PasswordHash::parse);
        if (hash.isEmpty()) {
            problems.add(Problem.of(
                    ProblemCode.CONFIGURATION_INVALID,
                    "configuration-invalid.user-password-hash",
                    Map.of("key", prefix + "password-hash", "name", name)));
        }
        return hash;
    }

    List<Problem> problems() {
        return problems;
    }
}
