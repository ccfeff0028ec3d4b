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
import java.util.stream.Stream;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads one user from the configuration. Problems never quote a password hash. */
final class UserReader {
    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::code).collect(Collectors.joining(", "));

    private final String name;
    private final CheckedValues checked;
    private final List<Problem> problems = new ArrayList<>();

    UserReader(String name, ConfigValues values) {
        String prefix = "portnokkel.admin.users." + name + ".";
        this.name = name;
        this.checked = Configuration.checked(values, prefix);
    }

    Optional<Person> person() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String code : checked.text("roles").orElse("").split("[,\\s]+", -1)) {
            Optional<Role> role = Role.ofCode(code);
            if (role.isEmpty()) {
                report(Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        "configuration-invalid.user-roles",
                        Map.of("key", checked.key("roles"), "defect", defect("roles"), "roles", ROLES, "name", name)));
                return Optional.empty();
            }
            roles.add(role.get());
        }
        if (!Role.areCompatible(roles)) {
            report(Problem.of(
                    ProblemCode.CONFIGURATION_INVALID,
                    "configuration-invalid.user-auditor",
                    Map.of("key", checked.key("roles"), "defect", defect("roles"), "name", name)));
            return Optional.empty();
        }
        return Optional.of(new Person(name, new TreeSet<>(roles)));
    }

    Optional<PasswordHash> hash() {
        Optional<PasswordHash> hash = checked.text("password-hash").flatMap(PasswordHash::parse);
        if (hash.isEmpty()) {
            report(Problem.of(
                    ProblemCode.CONFIGURATION_INVALID,
                    "configuration-invalid.user-password-hash",
                    Map.of("key", checked.key("password-hash"), "defect", defect("password-hash"), "name", name)));
        }
        return hash;
    }

    private Text defect(String key) {
        return checked.text(key).isEmpty()
                ? Text.message("configuration-value.missing")
                : checked.withValue(key, Text.message("configuration-value.wrong"));
    }

    /** Adds a problem, unless the value could not even be read. */
    private void report(Problem problem) {
        if (checked.problems().isEmpty()) {
            problems.add(problem);
        }
    }

    List<Problem> problems() {
        return Stream.concat(checked.problems().stream(), problems.stream()).toList();
    }
}
