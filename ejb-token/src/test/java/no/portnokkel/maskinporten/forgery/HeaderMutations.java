package no.portnokkel.maskinporten.forgery;

import static no.portnokkel.maskinporten.forgery.Mutation.mutation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Forbidden headers (fact 2.1). */
final class HeaderMutations {
    private static final String INVALID = "Invalid JWT header";

    private HeaderMutations() {}

    static Stream<Mutation> all() {
        return Stream.of(algorithms(), unknownHeaders(), keys(), chains()).flatMap(List::stream);
    }

    private static List<Mutation> algorithms() {
        return Stream.concat(
                        Stream.of("none", "HS256", "PS256", "ES256", "EdDSA", "rs256", "")
                                .map(algorithm -> mutation(
                                        "alg '" + algorithm + "'", INVALID, draft -> draft.header("alg", algorithm))),
                        Stream.of(
                                mutation("alg a number", INVALID, draft -> draft.header("alg", 256)),
                                mutation("alg null", INVALID, draft -> draft.header("alg", null)),
                                mutation("no alg", INVALID, draft -> draft.withoutHeader("alg"))))
                .toList();
    }

    private static List<Mutation> unknownHeaders() {
        return Stream.of("x5t", "x5t#S256", "x5u", "jku", "jwk", "crit", "cty", "b64", "enc", "Alg")
                .map(name -> mutation("header '" + name + "'", INVALID, draft -> draft.header(name, "x")))
                .toList();
    }

    private static List<Mutation> keys() {
        return List.of(
                mutation("kid beside x5c", INVALID, draft -> draft.header("kid", GrantFixture.KID))
                        .where(RawGrant::hasX5c),
                mutation("x5c beside kid", INVALID, draft -> draft.header("x5c", GrantFixture.KEY.encodedChain()))
                        .where(draft -> !draft.hasX5c()),
                mutation(
                        "neither kid nor x5c",
                        INVALID,
                        draft -> draft.withoutHeader("kid").withoutHeader("x5c")),
                kid("kid unknown", "Unknown key identifier", draft -> draft.header("kid", "bank-2027")),
                kid(
                        "kid in capitals",
                        "Unknown key identifier",
                        draft -> draft.header("kid", GrantFixture.KID.toUpperCase(Locale.ROOT))),
                kid("kid a number", INVALID, draft -> draft.header("kid", 2026)),
                kid("kid null", INVALID, draft -> draft.header("kid", null)),
                kid(
                        "kid of a key of last year",
                        "MP-121",
                        draft -> draft.header("kid", GrantFixture.OLD_KID).signedBy(GrantFixture.OLD_KEY)),
                kid(
                        "x5c where a key is registered",
                        "no key identifier (kid) provided",
                        draft -> draft.withoutHeader("kid").certifiedBy(GrantFixture.KEY)));
    }

    private static List<Mutation> chains() {
        return List.of(
                x5c("x5c as text", draft -> draft.header("x5c", first(draft))),
                x5c("x5c of numbers", draft -> draft.header("x5c", List.of(7))),
                x5c("x5c empty", draft -> draft.header("x5c", List.of())),
                x5c("x5c null", draft -> draft.header("x5c", null)),
                x5c("x5c of no certificate", draft -> draft.header("x5c", List.of("MIIB"))),
                x5c(
                        "x5c in PEM",
                        draft -> draft.header(
                                "x5c",
                                List.of("-----BEGIN CERTIFICATE-----\n" + first(draft)
                                        + "\n-----END CERTIFICATE-----\n"))),
                x5c(
                        "x5c with line breaks",
                        draft -> draft.header("x5c", List.of(first(draft).replaceAll("(.{64})", "$1\n")))),
                x5c(
                        "x5c URL-safe",
                        draft -> draft.header(
                                "x5c", List.of(first(draft).replace('+', '-').replace('/', '_')))),
                certificate("a chain upside down", draft -> {
                            List<Object> chain = new ArrayList<>(GrantFixture.KEY.encodedChain());
                            Collections.reverse(chain);
                            return draft.header("x5c", chain);
                        })
                        .where(RawGrant::hasChain));
    }

    private static String first(RawGrant draft) {
        return draft.header().get("x5c") instanceof List<?> chain ? String.valueOf(chain.get(0)) : "";
    }

    private static Mutation kid(String name, String expected, UnaryOperator<RawGrant> change) {
        return mutation(name, expected, change).where(draft -> !draft.hasX5c());
    }

    private static Mutation x5c(String name, UnaryOperator<RawGrant> change) {
        return mutation(name, "MP-123", change).where(RawGrant::hasX5c);
    }

    private static Mutation certificate(String name, UnaryOperator<RawGrant> change) {
        return mutation(name, "MP-120", change).where(RawGrant::hasX5c);
    }
}
