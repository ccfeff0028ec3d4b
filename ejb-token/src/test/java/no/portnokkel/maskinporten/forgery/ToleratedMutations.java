package no.portnokkel.maskinporten.forgery;

import static no.portnokkel.maskinporten.forgery.Mutation.ACCEPTED;
import static no.portnokkel.maskinporten.forgery.Mutation.mutation;

import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;

/** Changes that Maskinporten accepts although its documentation does not mention them (fact 15), or that are equivalent. */
final class ToleratedMutations {
    private static final long NOW = GrantFixture.NOW.getEpochSecond();

    private ToleratedMutations() {}

    static Stream<Mutation> all() {
        return Stream.of(claims(), times(), headers()).flatMap(List::stream);
    }

    private static List<Mutation> claims() {
        return List.of(
                accepted("nbf", draft -> draft.claim("nbf", NOW)),
                accepted("resource as text", draft -> draft.claim("resource", "https://bank.example/api")),
                accepted("no jti", draft -> draft.withoutClaim("jti")),
                accepted("scopes in another order", draft -> {
                    List<String> scopes =
                            new ArrayList<>(Arrays.asList(draft.text("scope").split(" ", -1)));
                    Collections.reverse(scopes);
                    return draft.claim("scope", String.join(" ", scopes));
                }),
                accepted(
                        "one scope of several",
                        draft -> draft.claim("scope", draft.text("scope").split(" ", -1)[0])));
    }

    private static List<Mutation> times() {
        return List.of(
                mutation("an old iat", ACCEPTED, (draft, random) -> {
                    long issued = NOW - 11 - random.nextInt(100);
                    return draft.claim("iat", issued).claim("exp", issued + 120);
                }),
                mutation("a clock ahead, within ten seconds", ACCEPTED, (draft, random) -> {
                    long issued = NOW + random.nextInt(11);
                    return draft.claim("iat", issued).claim("exp", issued + 120);
                }),
                mutation("expired, within ten seconds", ACCEPTED, (draft, random) -> {
                    long expires = NOW - random.nextInt(11);
                    return draft.claim("iat", expires - 60).claim("exp", expires);
                }),
                mutation(
                        "a shorter lifetime",
                        ACCEPTED,
                        (draft, random) -> draft.claim("exp", NOW + 1 + random.nextInt(119))));
    }

    private static List<Mutation> headers() {
        return List.of(
                accepted("typ", draft -> draft.header("typ", "JWT")),
                accepted(
                                "leaf only",
                                draft -> draft.header(
                                        "x5c", GrantFixture.KEY.encodedChain().subList(0, 1)))
                        .where(RawGrant::hasX5c),
                accepted("chain with its root", draft -> draft.header("x5c", withRoot()))
                        .where(RawGrant::hasX5c),
                accepted("a certificate of SEID 1", draft -> draft.certifiedBy(seal(GrantFixture.KEY, Profile.SEID1)))
                        .where(RawGrant::hasX5c),
                accepted(
                                "a certificate for authentication",
                                draft -> draft.certifiedBy(authentication(GrantFixture.KEY)))
                        .where(RawGrant::hasX5c));
    }

    private static Mutation accepted(String name, UnaryOperator<RawGrant> change) {
        return mutation(name, ACCEPTED, change);
    }

    private static SoftwareKey seal(SoftwareKey key, Profile profile) {
        return key.with(GrantFixture.certificate(GrantFixture.SEAL.with(profile))
                .apply(key.keys().getPublic()));
    }

    private static SoftwareKey authentication(SoftwareKey key) {
        return key.with(GrantFixture.certificate(GrantFixture.SEAL.with(Usage.AUTHENTICATION))
                .apply(key.keys().getPublic()));
    }

    private static List<Object> withRoot() {
        try {
            List<Object> chain = new ArrayList<>(GrantFixture.KEY.encodedChain());
            chain.add(Base64.getEncoder().encodeToString(GrantFixture.root().getEncoded()));
            return chain;
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
