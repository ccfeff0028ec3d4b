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
                reject("roles", Text.message("user-reader.if", Map.of("prefix", prefix, "roles", ROLES)));
                return Optional.empty();
            }
            roles.add(role.get());
        }
        if (!Role.fitOnePerson(roles)) {
            reject("roles", Text.message("user-reader.if-2", Map.of("prefix", prefix)));
            return Optional.empty();
        }
        return Optional.of(new Person(name, new TreeSet<>(roles)));
    }

    Optional<PasswordHash> hash() {
        Optional<PasswordHash> hash = values.value(prefix + "password-hash").flatMap(PasswordHash::read);
        if (hash.isEmpty()) {
            reject("password-hash", Text.message("user-reader.if-3", Map.of("prefix", prefix)));
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
                Text.message("user-reader.form", Map.of("prefix", prefix, "key", key, "form", form, "name", name))));
    }
}
