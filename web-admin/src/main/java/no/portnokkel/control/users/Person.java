package no.portnokkel.control.users;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody who has signed in, or could.
 *
 * @param name as configured
 * @param roles those that others include are among them
 */
public record Person(String name, NavigableSet<Role> roles) {

    /** @throws IllegalArgumentException when one person may not hold these roles */
    public Person {
        if (!Role.fitOnePerson(roles)) {
            throw new IllegalArgumentException("An auditor is neither operator nor security-officer: " + name);
        }
        roles = Collections.unmodifiableNavigableSet(Role.withIncluded(roles));
    }

    /** Whether this person holds one of these roles. */
    public boolean hasAny(Set<Role> wanted) {
        return wanted.stream().anyMatch(roles::contains);
    }

    /** The roles as HTTP and a container show them. */
    public Set<String> roleWords() {
        return roles.stream().map(Role::word).collect(Collectors.toUnmodifiableSet());
    }
}
