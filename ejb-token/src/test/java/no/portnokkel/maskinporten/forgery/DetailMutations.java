package no.portnokkel.maskinporten.forgery;

import static no.portnokkel.maskinporten.forgery.Mutation.mutation;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Forbidden content of {@code authorization_details} (facts 7.2, 11 and 15). */
final class DetailMutations {
    private static final String INVALID = "Invalid assertion";
    private static final String CONSENT = "urn:altinn:consent";
    private static final String SYSTEM_USER = "urn:altinn:systemuser";

    private DetailMutations() {}

    static Stream<Mutation> all() {
        return Stream.of(shapes(), consents(), refusedConsents(), systemUsers()).flatMap(List::stream);
    }

    private static List<Mutation> shapes() {
        String claim = "authorization_details";
        return List.of(
                mutation("two details", INVALID, draft -> draft.claim(claim, List.of(draft.detail(), draft.detail()))),
                mutation("no detail", INVALID, draft -> draft.claim(claim, List.of())),
                mutation("a detail without its array", INVALID, draft -> draft.claim(claim, draft.detail())),
                mutation("a detail as text", INVALID, draft -> draft.claim(claim, List.of(CONSENT))),
                mutation("a type unknown", "MP-301", draft -> draft.detail(Map.of("type", "urn:altinn:concent"))),
                mutation("no type", "MP-301", draft -> draft.detail(Map.of("id", "7"))));
    }

    private static List<Mutation> consents() {
        return List.of(
                consent(
                        "consent with one field more",
                        "MP-302",
                        detail -> RawGrant.with(detail, "to", GrantFixture.BANK)),
                consent("consent without id", "MP-303", detail -> RawGrant.without(detail, "id")),
                consent("consent whose id is none", "MP-303", detail -> RawGrant.with(detail, "id", "77ed8698")),
                consent("consent without from", "MP-303", detail -> RawGrant.without(detail, "from")),
                consent("consent from a bare number", "MP-303", detail -> RawGrant.with(detail, "from", "25922947409")),
                consent(
                        "consent from a wrong number",
                        "MP-303",
                        detail -> RawGrant.with(detail, "from", GrantFixture.PERSON.replaceFirst("9$", "8"))),
                consent(
                        "consent that Altinn does not know",
                        "AM-1:",
                        detail -> RawGrant.with(detail, "id", new UUID(1, 1).toString())),
                consent(
                        "consent of somebody else",
                        "AM-12:",
                        detail -> RawGrant.with(detail, "from", GrantFixture.OTHER_PERSON)));
    }

    private static List<Mutation> refusedConsents() {
        return List.of(
                refusedConsent("revoked", "AM-11:"),
                refusedConsent("to-another", "AM-12:"),
                refusedConsent("expired", "AM-13:"),
                refusedConsent("denied", "AM-14:"),
                refusedConsent("invalid-twice", "HTTP 500")); // Altinn's answer when several conditions fail
    }

    private static Mutation refusedConsent(String kind, String expected) {
        return mutation("consent that is " + kind, expected, draft -> {
                    String consumer = draft.hasConsumer() ? draft.text("consumer_org") : GrantFixture.BANK;
                    UUID id = GrantFixture.consent(consumer, kind);
                    return draft.detail(RawGrant.with(draft.detail(), "id", id.toString()));
                })
                .where(draft -> CONSENT.equals(draft.detail().get("type")));
    }

    private static List<Mutation> systemUsers() {
        Map<String, Object> owner = Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + GrantFixture.CUSTOMER);
        return List.of(
                systemUser(
                        "system user with one field more",
                        "MP-302",
                        detail -> RawGrant.with(detail, "systemuser_id", "7")),
                systemUser(
                        "system user of old spelling",
                        "MP-302",
                        detail -> RawGrant.with(RawGrant.without(detail, "systemuser_org"), "systemuserorg", owner)),
                systemUser(
                        "system user without organisation",
                        "MP-303",
                        detail -> RawGrant.without(detail, "systemuser_org")),
                systemUser(
                        "system user of a bare number",
                        "MP-303",
                        detail -> RawGrant.with(
                                detail, "systemuser_org", RawGrant.with(owner, "ID", GrantFixture.CUSTOMER))),
                systemUser(
                        "system user of an unknown register",
                        "MP-303",
                        detail ->
                                RawGrant.with(detail, "systemuser_org", RawGrant.with(owner, "authority", "iso6523"))),
                systemUser(
                        "system user under a number as reference",
                        "MP-303",
                        detail -> RawGrant.with(detail, "externalRef", 7)),
                systemUser(
                        "system user under another reference",
                        "MP-303",
                        detail -> RawGrant.with(detail, "externalRef", "ref-8")),
                systemUser(
                        "system user of somebody without one",
                        "MP-303",
                        detail -> RawGrant.with(
                                RawGrant.without(detail, "externalRef"),
                                "systemuser_org",
                                RawGrant.with(owner, "ID", "0192:" + GrantFixture.BANK))),
                systemUser(
                        "system user not yet approved",
                        "MP-303",
                        detail -> RawGrant.with(
                                RawGrant.without(detail, "externalRef"),
                                "systemuser_org",
                                RawGrant.with(owner, "ID", "0192:" + GrantFixture.UNRELATED))));
    }

    private static Mutation consent(String name, String expected, UnaryOperator<Map<String, Object>> change) {
        return detail(CONSENT, name, expected, change);
    }

    private static Mutation systemUser(String name, String expected, UnaryOperator<Map<String, Object>> change) {
        return detail(SYSTEM_USER, name, expected, change);
    }

    private static Mutation detail(
            String type, String name, String expected, UnaryOperator<Map<String, Object>> change) {
        return mutation(name, expected, draft -> draft.detail(change.apply(draft.detail())))
                .where(draft -> type.equals(draft.detail().get("type")));
    }
}
