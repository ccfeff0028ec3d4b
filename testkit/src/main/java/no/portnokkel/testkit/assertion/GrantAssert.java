package no.portnokkel.testkit.assertion;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.testkit.ReceivedGrant;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a grant that the twin has received. Failures name the claims of the grant, with persons' numbers masked.
 *
 * <pre>{@code
 * assertThatGrant(twin.lastGrant())
 *         .isAccepted()
 *         .hasScope("skatteetaten:inntekt")
 *         .hasConsumerOrg("974760673")
 *         .hasNoClaim("pid");
 * }</pre>
 */
public final class GrantAssert extends AbstractAssert<GrantAssert, ReceivedGrant> {
    private GrantAssert(@Nullable ReceivedGrant actual) {
        super(actual, GrantAssert.class);
    }

    /** Starts assertions about a grant. */
    public static GrantAssert assertThatGrant(ReceivedGrant actual) {
        return new GrantAssert(actual);
    }

    /** Starts assertions about a grant that must have been received, such as {@code twin.lastGrant()}. */
    public static GrantAssert assertThatGrant(Optional<ReceivedGrant> actual) {
        GrantAssert grant = new GrantAssert(actual.orElse(null));
        if (actual.isEmpty()) {
            throw grant.failure("Expected a grant, but the twin has received none.");
        }
        return grant;
    }

    /** The grant was valid. */
    public GrantAssert isAccepted() {
        if (!actual.accepted()) {
            throw failure(
                    "Expected an accepted grant, but it was refused: %s %s",
                    actual.code().orElse(""), refusal());
        }
        return this;
    }

    /**
     * The grant was refused with this code.
     *
     * @param mp such as {@code MP-121}
     */
    public GrantAssert isRefusedWith(String mp) {
        if (!actual.code().equals(Optional.of(mp))) {
            throw failure(
                    "Expected a refusal with %s, but got %s",
                    mp, actual.accepted() ? "a token" : actual.code() + refusal());
        }
        return this;
    }

    /** The grant asks for exactly these scopes, in any order. */
    public GrantAssert hasScope(String... scopes) {
        Set<String> found = new TreeSet<>(Arrays.asList(text("scope").split(" ", -1)));
        return requireEqual("scopes", new TreeSet<>(Arrays.asList(scopes)), found);
    }

    /** The issuer of the grant is this client. */
    public GrantAssert isByClient(String clientId) {
        return requireEqual("iss", clientId, text("iss"));
    }

    /**
     * The grant is on behalf of this organisation.
     *
     * @param organisationNumber nine digits
     */
    public GrantAssert hasConsumerOrg(String organisationNumber) {
        return requireEqual("consumer_org", organisationNumber, text("consumer_org"));
    }

    /** The grant asks for exactly these audiences of the token, in any order. */
    public GrantAssert hasResource(String... resources) {
        Object claim = actual.claims().get("resource");
        Set<String> found = new TreeSet<>();
        if (claim instanceof Collection<?> several) {
            several.forEach(one -> found.add(String.valueOf(one)));
        } else if (claim != null) {
            found.add(claim.toString());
        }
        return requireEqual("resource", new TreeSet<>(Arrays.asList(resources)), found);
    }

    /** The claim has this value, in JSON's types: strings, numbers, lists and maps. */
    public GrantAssert hasClaim(String name, Object value) {
        Object found = actual.claims().get(name);
        if (!value.equals(found)) { // the value is not quoted: it may be a person's number
            throw failure("Expected another value of the claim %s in %s", name, actual);
        }
        return this;
    }

    /** The grant has none of these claims, not even an empty one. */
    public GrantAssert hasNoClaim(String... names) {
        List<String> found =
                Arrays.stream(names).filter(actual.claims()::containsKey).toList();
        if (!found.isEmpty()) {
            throw failure("Expected no claim %s in %s", found, actual);
        }
        return this;
    }

    /** The header names a registered key by this identifier, and carries no certificate. */
    public GrantAssert hasKid(String kid) {
        requireEqual("kid", kid, String.valueOf(actual.header().get("kid")));
        if (actual.header().containsKey("x5c")) {
            throw failure("Expected kid without x5c, but the header has both.");
        }
        return this;
    }

    /** The header carries this certificate as the one of the signing key, whether the grant was valid or not. */
    public GrantAssert hasCertificate(X509Certificate certificate) {
        if (!carries(certificate)) {
            throw failure("Expected the certificate %s as the first of x5c", certificate.getSubjectX500Principal());
        }
        return this;
    }

    /** The grant was signed with the key of this certificate: the header carries it, and the twin has verified the signature. */
    public GrantAssert isSignedBy(X509Certificate certificate) {
        return isAccepted().hasCertificate(certificate);
    }

    private boolean carries(X509Certificate certificate) {
        try {
            return actual.header().get("x5c") instanceof List<?> chain
                    && !chain.isEmpty()
                    && Base64.getEncoder()
                            .encodeToString(certificate.getEncoded())
                            .equals(chain.get(0));
        } catch (CertificateEncodingException damaged) {
            throw new IllegalArgumentException("The expected certificate cannot be encoded.", damaged);
        }
    }

    private String text(String claim) {
        Object value = actual.claims().get(claim);
        if (value == null) {
            throw failure("Expected a claim %s in %s", claim, actual);
        }
        return value.toString();
    }

    private GrantAssert requireEqual(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw failureWithActualExpected(found, expected, "Expected %s %s, but got %s", what, expected, found);
        }
        return this;
    }

    private String refusal() {
        return actual.refusal().orElse("");
    }
}
