package no.portnokkel.control.users;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.problem.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A person who uses the control room: a built-in user, or somebody whom the bank's identity provider knows. Two persons may have
 * the same name; who is who is decided by the id.
 *
 * @param id of a built-in user the name; of others the issuer, {@code #}, and the percent-encoded subject
 * @param name for display; of built-in users as configured
 * @param roles including implied ones; empty where they are not known
 */
public record Person(String id, String name, NavigableSet<Role> roles) implements Serializable {
    private static final String SEPARATOR = "#"; // neither an issuer nor the name of a built-in user has it
    private static final int MAX_NAME_LENGTH = 99; // characters; an ellipsis makes it as long as the column

    /** @throws IllegalArgumentException when one person must not hold these roles together */
    public Person {
        if (!Role.areCompatible(roles)) {
            throw new IllegalArgumentException("An auditor is neither operator nor security-officer: " + name);
        }
        roles = Collections.unmodifiableNavigableSet(Role.withImplied(roles));
    }

    /** Creates a built-in user. */
    public Person(String name, NavigableSet<Role> roles) {
        this(name, name, roles);
    }

    /**
     * Returns a person of an identity provider.
     *
     * @param subject with {@code issuer} never given to anybody else
     * @param name as the provider has it; shown without control characters, and shortened
     * @throws IllegalArgumentException when one person must not hold these roles together
     */
    public static Person ofProvider(String issuer, String subject, String name, Set<Role> roles) {
        return new Person(
                issuer + SEPARATOR + URLEncoder.encode(subject, StandardCharsets.UTF_8),
                displayName(name),
                new TreeSet<>(roles));
    }

    static String displayName(String name) {
        return UntrustedText.clean(name, MAX_NAME_LENGTH);
    }

    /**
     * Returns a person as the database has it.
     *
     * @param id null in rows of earlier releases, which knew built-in users only
     * @param roles codes, separated by blanks; null when they were not stored
     */
    public static Person stored(@Nullable String id, String name, @Nullable String roles) {
        NavigableSet<Role> known = new TreeSet<>();
        if (roles != null) {
            Arrays.stream(roles.split(" ", -1))
                    .forEach(code -> Role.ofCode(code).ifPresent(known::add));
        }
        boolean isOfProvider = id != null && id.contains(SEPARATOR);
        return new Person(id == null ? name : id, isOfProvider || id == null ? name : id, known);
    }

    /** Returns whether this is a user of the configuration. */
    public boolean isBuiltIn() {
        return !id.contains(SEPARATOR);
    }

    /** Returns whether this is a person of that identity provider. */
    public boolean isOf(String issuer) {
        return id.startsWith(issuer + SEPARATOR);
    }

    /** Returns whether both are the same person, whatever their names and roles are now. */
    public boolean isSameAs(Person other) {
        return id.equals(other.id);
    }

    /** Returns whether this person holds at least one of these roles. */
    public boolean hasAny(Set<Role> accepted) {
        return accepted.stream().anyMatch(roles::contains);
    }

    /** Returns the codes of the roles, as HTTP and the container use them. */
    public Set<String> roleCodes() {
        return roles.stream().map(Role::code).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the codes of the roles in one text, as {@link #stored} reads them. */
    public String rolesText() {
        return roles.stream().map(Role::code).collect(Collectors.joining(" "));
    }

    /**
     * Returns what a signature covers, one line without ambiguity. The roles of a built-in user are those of the configuration,
     * which is signed apart.
     */
    public String signedText() {
        return isBuiltIn() ? id : id + " " + rolesText().replace(' ', ',') + " " + name;
    }
}
