package no.portnokkel.control.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A role in the control room. */
public enum Role {
    /** Reads status, switches and tokens' metadata. Every other role implies it. */
    VIEWER,
    /** Proposes and approves switches of environment; fetches trial tokens. */
    OPERATOR,
    /** Is responsible for keys and the HSM; approves switches of environment. */
    SECURITY_OFFICER,
    /** Reads the audit trail, and therefore must not act. */
    AUDITOR;

    /** Returns the role with this code; empty when there is none. */
    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }

    /** Returns the code used in configuration and HTTP, for example {@code security-officer}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether one person may hold all of these: whoever reviews the audit trail must not appear in it. */
    static boolean areCompatible(Set<Role> roles) {
        return !(roles.contains(AUDITOR) && (roles.contains(OPERATOR) || roles.contains(SECURITY_OFFICER)));
    }

    /** Returns these roles and those that they imply. */
    static NavigableSet<Role> withImplied(Set<Role> roles) {
        NavigableSet<Role> all = new TreeSet<>(roles);
        if (!all.isEmpty()) {
            all.add(VIEWER);
        }
        return all;
    }
}
