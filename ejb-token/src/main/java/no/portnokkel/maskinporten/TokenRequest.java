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
 * A request for a token. Compared by content; the order of scopes and resources has no meaning. Immutable.
 *
 * <pre>{@code
 * TokenRequest.forScope("skatteetaten:inntekt")
 *         .onBehalfOf(new OrganisationNumber("974760673"));
 * }</pre>
 *
 * @param scopes at least one
 * @param client name of an additional client in the configuration; empty for the environment's default client
 * @param consumerOrg the organisation that delegated to us in Altinn; empty if we act for ourselves
 * @param resources audience restriction; often empty
 * @param pid the person that the token is bound to; empty for most APIs
 * @param authorizationDetails at most one consent or system user
 */
public record TokenRequest(
        SortedSet<Scope> scopes,
        Optional<String> client,
        Optional<OrganisationNumber> consumerOrg,
        SortedSet<String> resources,
        Optional<NationalIdentityNumber> pid,
        List<AuthorizationDetail> authorizationDetails) {

    /** @throws IllegalArgumentException if there is no scope, or more than one authorization detail */
    public TokenRequest {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException(
                    "A token request needs at least one scope, such as skatteetaten:inntekt.");
        }
        if (authorizationDetails.size() > 1) {
            throw new IllegalArgumentException("Maskinporten accepts one consent or one system user per request.");
        }
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
        authorizationDetails = List.copyOf(authorizationDetails);
    }

    /**
     * Returns a request of the environment's default client, on our own behalf.
     *
     * @param scopes each {@code prefix:subscope}; one string may contain several, separated by spaces
     * @throws IllegalArgumentException if one is malformed, or there is none
     */
    public static TokenRequest forScope(String... scopes) {
        SortedSet<Scope> parsed = Arrays.stream(scopes)
                .flatMap(several -> Arrays.stream(several.strip().split("\\s+")))
                .filter(one -> !one.isEmpty())
                .map(Scope::new)
                .collect(Collectors.toCollection(TreeSet::new));
        return new TokenRequest(
                parsed, Optional.empty(), Optional.empty(), new TreeSet<>(), Optional.empty(), List.of());
    }

    /** Returns the same request by an additional client of the configuration. */
    public TokenRequest byClient(String name) {
        return new TokenRequest(scopes, Optional.of(name), consumerOrg, resources, pid, authorizationDetails);
    }

    /** Returns the same request on behalf of an organisation that delegated to us in Altinn ({@code consumer_org}). */
    public TokenRequest onBehalfOf(OrganisationNumber consumer) {
        return new TokenRequest(scopes, client, Optional.of(consumer), resources, pid, authorizationDetails);
    }

    /** Returns the same request, restricted to these audiences ({@code resource}, RFC 8707). */
    public TokenRequest forResources(Collection<String> audiences) {
        return new TokenRequest(scopes, client, consumerOrg, new TreeSet<>(audiences), pid, authorizationDetails);
    }

    /** Returns the same request, bound to one person ({@code pid}). */
    public TokenRequest aboutPerson(NationalIdentityNumber person) {
        return new TokenRequest(scopes, client, consumerOrg, resources, Optional.of(person), authorizationDetails);
    }

    /** Returns the same request with a consent or a system user (RFC 9396). */
    public TokenRequest with(AuthorizationDetail detail) {
        return new TokenRequest(scopes, client, consumerOrg, resources, pid, List.of(detail));
    }

    /** Returns the sorted scopes, separated by spaces, as a grant contains them. */
    public String scopeText() {
        return scopes.stream().map(Scope::value).collect(Collectors.joining(" "));
    }
}
