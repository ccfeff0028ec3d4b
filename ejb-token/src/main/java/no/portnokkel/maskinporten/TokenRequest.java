package no.portnokkel.maskinporten;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a caller wants a token for. Compared by content; the order of scopes and resources means nothing.
 *
 * @param scopes at least one
 * @param client name of a further client of the configuration; empty: the environment's own
 * @param consumerOrg on whose behalf (delegation in Altinn); empty: for ourselves
 * @param resources audience restriction; often none
 * @param pid the person the token is bound to; empty for most APIs
 * @param authorizationDetails at most one consent or system user
 */
public record TokenRequest(
        SortedSet<Scope> scopes,
        Optional<String> client,
        Optional<OrganisationNumber> consumerOrg,
        SortedSet<String> resources,
        Optional<NationalIdentityNumber> pid,
        List<AuthorizationDetail> authorizationDetails) {

    /** @throws IllegalArgumentException when no scope is asked for, or more than one authorization detail */
    public TokenRequest {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException(
                    "A token request names at least one scope, such as skatteetaten:inntekt.");
        }
        if (authorizationDetails.size() > 1) {
            throw new IllegalArgumentException("Maskinporten takes one consent or one system user a request.");
        }
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
        authorizationDetails = List.copyOf(authorizationDetails);
    }

    /**
     * Returns a request of the environment's own client, for ourselves.
     *
     * @param scopes each {@code prefix:subscope}; one string may hold several, separated by spaces
     * @throws IllegalArgumentException when one is malformed, or there is none
     */
    public static TokenRequest forScope(String... scopes) {
        SortedSet<Scope> asked = Arrays.stream(scopes)
                .flatMap(several -> Arrays.stream(several.strip().split("\\s+")))
                .filter(one -> !one.isEmpty())
                .map(Scope::new)
                .collect(Collectors.toCollection(TreeSet::new));
        return new TokenRequest(
                asked, Optional.empty(), Optional.empty(), new TreeSet<>(), Optional.empty(), List.of());
    }

    /** The same request by a further client of the configuration. */
    public TokenRequest byClient(String name) {
        return new TokenRequest(scopes, Optional.of(name), consumerOrg, resources, pid, authorizationDetails);
    }

    /** The same request for a bank that has delegated to us in Altinn ({@code consumer_org}). */
    public TokenRequest onBehalfOf(OrganisationNumber consumer) {
        return new TokenRequest(scopes, client, Optional.of(consumer), resources, pid, authorizationDetails);
    }

    /** The same request, for these audiences only ({@code resource}, RFC 8707). */
    public TokenRequest forResources(Collection<String> audiences) {
        return new TokenRequest(scopes, client, consumerOrg, new TreeSet<>(audiences), pid, authorizationDetails);
    }

    /** The same request, bound to one person ({@code pid}). */
    public TokenRequest aboutPerson(NationalIdentityNumber person) {
        return new TokenRequest(scopes, client, consumerOrg, resources, Optional.of(person), authorizationDetails);
    }

    /** The same request, carrying a consent or a system user (RFC 9396). */
    public TokenRequest with(AuthorizationDetail detail) {
        return new TokenRequest(scopes, client, consumerOrg, resources, pid, List.of(detail));
    }

    /** The scopes in order, separated by spaces, as a grant carries them. */
    public String scopeText() {
        return scopes.stream().map(Scope::value).collect(Collectors.joining(" "));
    }
}
