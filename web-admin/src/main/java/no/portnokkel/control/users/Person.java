package no.portnokkel.control.users;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user of the control room.
 *
 * @param name as configured
 * @param roles including implied ones
 */
public record Person(String name, NavigableSet<Role> roles) {

    /** @throws IllegalArgumentException when one person must not hold these roles together */
    public Person {
        if (!Role.areCompatible(roles)) {
            throw new IllegalArgumentException("An auditor is neither operator nor security-officer: " + name);
        }
        roles = Collections.unmodifiableNavigableSet(Role.withImplied(roles));
    }

    /** Returns whether this person holds at least one of these roles. */
    public boolean hasAny(Set<Role> accepted) {
        return accepted.stream().anyMatch(roles::contains);
    }

    /** Returns the codes of the roles, as HTTP and the container use them. */
    public Set<String> roleCodes() {
        return roles.stream().map(Role::code).collect(Collectors.toUnmodifiableSet());
    }
}
