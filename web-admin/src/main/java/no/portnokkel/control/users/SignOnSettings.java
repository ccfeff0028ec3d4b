package no.portnokkel.control.users;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.oidc.RelyingPartySettings;

/**
 * The bank's identity provider, and what it says about persons means here. Immutable.
 *
 * @param provider without client secret
 * @param nameClaim the claim with the name that is shown
 * @param groupsClaim the claim with the groups
 * @param groups that give each role; at least one group
 */
public record SignOnSettings(
        RelyingPartySettings provider, String nameClaim, String groupsClaim, Map<Role, NavigableSet<String>> groups) {

    public SignOnSettings {
        groups = Collections.unmodifiableMap(new EnumMap<>(groups));
    }

    /** Returns the roles that these groups give, without implied ones; empty when none of them gives a role. */
    Set<Role> rolesOf(Collection<String> memberOf) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        groups.forEach((role, giving) -> {
            if (memberOf.stream().anyMatch(giving::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** Returns everything that decides who gets in with which role, by names that begin with {@code oidc.}; no secret. */
    Map<String, String> fingerprints() {
        Map<String, String> values = new TreeMap<>(Map.of(
                "oidc.issuer", provider.issuer().toString(),
                "oidc.client-id", provider.clientId(),
                "oidc.audience", provider.audience(),
                "oidc.name-claim", nameClaim,
                "oidc.groups-claim", groupsClaim));
        if (!provider.acrValues().isEmpty()) {
            values.put("oidc.acr", String.join(" ", new TreeSet<>(provider.acrValues())));
        }
        groups.forEach((role, giving) ->
                values.put("oidc.groups." + role.code(), giving.stream().collect(Collectors.joining(" "))));
        return values;
    }
}
