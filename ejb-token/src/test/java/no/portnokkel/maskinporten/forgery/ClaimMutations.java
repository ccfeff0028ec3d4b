package no.portnokkel.maskinporten.forgery;

import static no.portnokkel.maskinporten.forgery.Mutation.mutation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Claims that facts 1.2, 2.2, 2.3, 2.4 and 6 forbid, with the refusals of 4.2. */
final class ClaimMutations {
    private static final long NOW = GrantFixture.NOW.getEpochSecond();
    private static final String INVALID = "Invalid assertion";

    private ClaimMutations() {}

    static Stream<Mutation> all() {
        return Stream.of(
                        audience(),
                        client(),
                        times(),
                        identifier(),
                        scopes(),
                        unknownClaims(),
                        restrictions(),
                        consumer())
                .flatMap(List::stream);
    }

    private static List<Mutation> audience() {
        return List.of(
                mutation(
                        "aud without its slash",
                        "MP-110",
                        draft -> draft.claim("aud", draft.text("aud").replaceFirst("/$", ""))),
                mutation(
                        "aud is the token endpoint",
                        "MP-110",
                        draft -> draft.claim("aud", draft.text("aud") + "token")),
                mutation(
                        "aud of another environment",
                        "MP-110",
                        draft -> draft.claim("aud", "https://maskinporten.no/")),
                mutation(
                        "aud in capitals",
                        "MP-110",
                        draft -> draft.claim("aud", draft.text("aud").toUpperCase(Locale.ROOT))),
                mutation("aud as an array", "MP-110", draft -> draft.claim("aud", List.of(draft.text("aud")))),
                mutation(
                        "aud twice",
                        "MP-110",
                        draft -> draft.claim("aud", List.of(draft.text("aud"), "https://b.no/"))),
                mutation("aud null", "MP-110", draft -> draft.claim("aud", null)),
                mutation("no aud", "MP-110", draft -> draft.withoutClaim("aud")));
    }

    private static List<Mutation> client() {
        return List.of(
                mutation("iss unknown", "MP-100", (draft, random) -> draft.claim("iss", "client-" + random.nextInt())),
                mutation("iss a number", "MP-100", draft -> draft.claim("iss", 7)),
                mutation("iss null", "MP-100", draft -> draft.claim("iss", null)),
                mutation("no iss", "MP-100", draft -> draft.withoutClaim("iss")),
                mutation("iss of another organisation", "MP-122", draft -> draft.claim("iss", GrantFixture.FOREIGN))
                        .where(RawGrant::hasX5c),
                mutation(
                                "iss of a client with a registered key",
                                "no key identifier (kid) provided",
                                draft -> draft.claim("iss", GrantFixture.WITH_KEY))
                        .where(RawGrant::hasX5c),
                mutation(
                                "iss of a client without keys",
                                "Unknown key identifier",
                                draft -> draft.claim("iss", GrantFixture.WITH_CERTIFICATE))
                        .where(draft -> !draft.hasX5c()));
    }

    private static List<Mutation> times() {
        return List.of(
                mutation("issued ahead", "Issue time is in the future", (draft, random) -> {
                    long issued = NOW + 11 + random.nextInt(100_000);
                    return draft.claim("iat", issued).claim("exp", issued + 60);
                }),
                mutation("expired", "MP-130", (draft, random) -> {
                    long expires = NOW - 11 - random.nextInt(100_000);
                    return draft.claim("iat", expires - 60).claim("exp", expires);
                }),
                mutation(
                        "lifetime too long",
                        "too long lifetime",
                        (draft, random) -> draft.claim("exp", NOW + 121 + random.nextInt(100_000))),
                mutation("no exp", INVALID, draft -> draft.withoutClaim("exp")),
                mutation("no iat", INVALID, draft -> draft.withoutClaim("iat")),
                mutation("iat null", INVALID, draft -> draft.claim("iat", null)),
                mutation("exp as text", INVALID, draft -> draft.claim("exp", Long.toString(NOW + 60))),
                mutation("iat in fractions", INVALID, draft -> draft.claim("iat", NOW - 0.5)),
                mutation("exp in milliseconds", "too long lifetime", draft -> draft.claim("exp", NOW * 1000)));
    }

    private static List<Mutation> identifier() {
        return List.of(
                mutation("jti a number", INVALID, draft -> draft.claim("jti", 7)),
                mutation("jti blank", INVALID, draft -> draft.claim("jti", " ")),
                mutation("jti null", INVALID, draft -> draft.claim("jti", null)));
    }

    private static List<Mutation> scopes() {
        return List.of(
                mutation("no scope", "MP-011", draft -> draft.withoutClaim("scope")),
                mutation("scope as an array", "MP-011", draft -> draft.claim("scope", List.of(draft.text("scope")))),
                mutation("scope empty", "MP-200", draft -> draft.claim("scope", "")),
                mutation(
                        "scope not on the client",
                        "MP-200",
                        (draft, random) -> draft.claim("scope", draft.text("scope") + " ext:s" + random.nextInt())),
                mutation(
                        "scope in capitals",
                        "MP-200",
                        draft -> draft.claim("scope", draft.text("scope").toUpperCase(Locale.ROOT))),
                mutation(
                        "scopes with a comma",
                        "MP-200",
                        draft -> draft.claim("scope", "nav:aap/v1.x,bits:kundeforhold")),
                mutation("two spaces", "MP-200", draft -> draft.claim("scope", "nav:aap/v1.x  bits:kundeforhold")),
                mutation("a space at the end", "MP-200", draft -> draft.claim("scope", draft.text("scope") + " ")),
                mutation("scope for logins", "MP-201", draft -> draft.claim("scope", GrantFixture.LOGIN_ONLY)),
                mutation("scope without access", "MP-250", draft -> draft.claim("scope", GrantFixture.NEEDS_ACCESS)),
                mutation(
                                "scope that cannot be delegated",
                                "combination consumer_org",
                                draft -> draft.claim("scope", GrantFixture.NOT_DELEGABLE))
                        .where(RawGrant::hasConsumer));
    }

    private static List<Mutation> unknownClaims() {
        Stream<Mutation> unknown = Stream.of(
                        "sub", "azp", "client_id", "iss_onbehalfof", "consumer_orgno", "acr", "Scope", "")
                .map(name -> mutation("unknown claim '" + name + "'", INVALID, draft -> draft.claim(name, "x")));
        Stream<Mutation> empty = Stream.of("resource", "pid", "consumer_org", "authorization_details", "nbf")
                .map(name -> mutation(name + " null", INVALID, draft -> draft.claim(name, null)));
        return Stream.concat(unknown, empty).toList();
    }

    private static List<Mutation> restrictions() {
        return List.of(
                mutation("resource empty", INVALID, draft -> draft.claim("resource", List.of())),
                mutation("resource a number", INVALID, draft -> draft.claim("resource", 7)),
                mutation("resource an array of numbers", INVALID, draft -> draft.claim("resource", List.of(7))),
                mutation(
                        "resource an object",
                        INVALID,
                        draft -> draft.claim("resource", Map.of("uri", "https://b.no/"))),
                mutation("pid of ten digits", INVALID, draft -> draft.claim("pid", "2592294740")),
                mutation(
                        "pid with a wrong check digit",
                        INVALID,
                        (draft, random) -> draft.claim("pid", "2592294740" + random.nextInt(9))), // the right one is 9
                mutation("pid of month thirteen", INVALID, draft -> draft.claim("pid", "01130000000")),
                mutation("pid a number", INVALID, draft -> draft.claim("pid", 25922947409L)));
    }

    private static List<Mutation> consumer() {
        return List.of(
                mutation(
                        "consumer with a prefix",
                        INVALID,
                        draft -> draft.claim("consumer_org", "0192:" + GrantFixture.CUSTOMER)),
                mutation("consumer of eight digits", INVALID, draft -> draft.claim("consumer_org", "97476067")),
                mutation("consumer a number", INVALID, draft -> draft.claim("consumer_org", 974760673)),
                mutation(
                        "consumer as an array",
                        INVALID,
                        draft -> draft.claim("consumer_org", List.of(GrantFixture.CUSTOMER))),
                mutation(
                        "consumer is the client's own organisation",
                        "combination consumer_org",
                        draft -> draft.claim("consumer_org", GrantFixture.BANK)),
                mutation(
                        "consumer has not delegated",
                        "MP-251",
                        draft -> draft.claim("consumer_org", GrantFixture.UNRELATED)));
    }
}
