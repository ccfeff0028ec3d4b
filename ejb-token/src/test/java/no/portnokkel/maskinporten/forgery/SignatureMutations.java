package no.portnokkel.maskinporten.forgery;

import static no.portnokkel.maskinporten.forgery.Mutation.afterSigning;
import static no.portnokkel.maskinporten.forgery.Mutation.mutation;

import com.nimbusds.jose.util.Base64URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;

/** Forbidden signatures, certificates and compact forms (facts 2.1, 4.2 and 8). */
final class SignatureMutations {
    private static final Instant LAST_YEAR = GrantFixture.NOW.minus(Duration.ofDays(360));
    private static final Instant YESTERDAY = GrantFixture.NOW.minus(Duration.ofDays(1));
    private static final Instant TOMORROW = GrantFixture.NOW.plus(Duration.ofDays(1));

    private SignatureMutations() {}

    static Stream<Mutation> all() {
        return Stream.of(signatures(), certificates(), forms()).flatMap(List::stream);
    }

    private static List<Mutation> signatures() {
        return List.of(
                mutation("signed by another key", "MP-124", draft -> draft.signedBy(GrantFixture.REVOKED)),
                mutation(
                                "certificate of another key",
                                "MP-124",
                                draft -> draft.certifiedBy(GrantFixture.OLD_KEY).signedBy(GrantFixture.KEY))
                        .where(RawGrant::hasX5c),
                afterSigning("one bit of the signature", "MP-124", SignatureMutations::flipped),
                afterSigning(
                        "no bit of the signature set",
                        "MP-124",
                        grant -> upTo(grant, 2) + "." + new Base64URL("A".repeat(342))),
                afterSigning("claims changed afterwards", "MP-124", SignatureMutations::withAnotherScope),
                afterSigning("header changed afterwards", "MP-124", grant -> {
                    String header = new Base64URL(upTo(grant, 1)).decodeToString();
                    return Base64URL.encode(header.replaceFirst("\\{", "{ ")) + grant.substring(grant.indexOf('.'));
                }));
    }

    private static List<Mutation> certificates() {
        return List.of(
                certificate("of another authority", "MP-120", GrantFixture.OTHER_AUTHORITY, GrantFixture.SEAL),
                certificate("of class production", "MP-120", GrantFixture.PRODUCTION, GrantFixture.SEAL),
                certificate("expired", "MP-120", GrantFixture.SEAL.valid(LAST_YEAR, YESTERDAY)),
                certificate(
                        "not yet valid",
                        "MP-120",
                        GrantFixture.SEAL.valid(TOMORROW, TOMORROW.plus(Duration.ofDays(1)))),
                certificate("for encryption", "MP-120", GrantFixture.SEAL.with(Usage.ENCRYPTION)),
                certificate(
                        "of another organisation",
                        "MP-122",
                        OrganisationCertificate.seal(
                                GrantFixture.CUSTOMER, "En annen AS", Clock.fixed(GrantFixture.NOW, ZoneOffset.UTC))),
                mutation("certificate revoked", "MP-120", draft -> draft.certifiedBy(GrantFixture.REVOKED))
                        .where(RawGrant::hasX5c));
    }

    private static List<Mutation> forms() {
        return List.of(
                afterSigning("two parts", "MP-011", grant -> upTo(grant, 2)),
                afterSigning("no signature", "MP-011", grant -> upTo(grant, 2) + "."),
                afterSigning("four parts", "MP-011", grant -> grant + ".e30"),
                afterSigning("a line break at the end", "MP-011", grant -> grant + "\n"),
                afterSigning("a line break within", "MP-011", grant -> grant.replace(".", ".\r\n")),
                afterSigning("a space before", "MP-011", grant -> " " + grant),
                afterSigning("padded", "MP-011", grant -> grant + "=="),
                afterSigning("not URL-safe", "MP-011", grant -> grant.substring(0, grant.length() - 1) + "+"),
                afterSigning("a header that is no JSON", "MP-011", grant -> "e2" + grant.substring(grant.indexOf('.'))),
                afterSigning("nothing", "MP-011", grant -> ""));
    }

    private static String upTo(String grant, int parts) {
        String[] all = grant.split("\\.", -1);
        return String.join(".", List.of(all).subList(0, parts));
    }

    private static String withAnotherScope(String grant) {
        String[] parts = grant.split("\\.", -1);
        String claims = new Base64URL(parts[1]).decodeToString();
        return parts[0] + "." + Base64URL.encode(claims.replaceFirst("\"scope\":\"", "\"scope\":\"nav:aap/v1.x ")) + "."
                + parts[2];
    }

    private static Mutation certificate(String name, String expected, OrganisationCertificate certificate) {
        SoftwareKey key = GrantFixture.KEY.with(GrantFixture.certificate(certificate)
                .apply(GrantFixture.KEY.keys().getPublic()));
        return certificate(name, expected, key);
    }

    private static Mutation certificate(
            String name, String expected, TestAuthority authority, OrganisationCertificate certificate) {
        return certificate(
                name,
                expected,
                GrantFixture.KEY.with(authority.certify(GrantFixture.KEY.keys().getPublic(), certificate)));
    }

    private static Mutation certificate(String name, String expected, SoftwareKey key) {
        return mutation("certificate " + name, expected, draft -> draft.certifiedBy(key))
                .where(RawGrant::hasX5c);
    }

    private static String flipped(String grant, Random random) {
        String[] parts = grant.split("\\.", -1);
        byte[] signature = new Base64URL(parts[2]).decode();
        signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
        return parts[0] + "." + parts[1] + "." + Base64URL.encode(signature);
    }
}
