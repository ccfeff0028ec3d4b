package no.portnokkel.control.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a person may do in the control room. */
public enum Role {
    /** Sees the state of things. Every other role includes it. */
    VIEWER,
    /** Proposes and approves a change of environment; tries tokens. */
    OPERATOR,
    /** Answers for keys and the HSM; approves a change of environment. */
    SECURITY_OFFICER,
    /** Reads what the others did, and therefore does nothing. */
    AUDITOR;

    /** The role that configuration and HTTP call by this word; empty when there is none. */
    public static Optional<Role> named(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** The name as configuration and HTTP show it, for example {@code security-officer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether one person may hold all of these: who reads the trail does not leave one. */
    static boolean fitOnePerson(Set<Role> roles) {
        return !(roles.contains(AUDITOR) && (roles.contains(OPERATOR) || roles.contains(SECURITY_OFFICER)));
    }

    /** These roles and what they include. */
    static NavigableSet<Role> withIncluded(Set<Role> roles) {
        NavigableSet<Role> all = new TreeSet<>(roles);
        if (!all.isEmpty()) {
            all.add(VIEWER);
        }
        return all;
    }
}
