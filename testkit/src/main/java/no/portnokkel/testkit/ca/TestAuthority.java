package no.portnokkel.testkit.ca;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A root and an issuing authority that stand in for Buypass and Commfides. Every authority has names of its own, so that
 * certificates of two of them can lie in one token. Safe for any number of threads.
 */
public final class TestAuthority {

    private final Issuer root;
    private final Issuer issuing;
    private final SecureRandom random;

    TestAuthority(Issuer root, Issuer issuing, SecureRandom random) {
        this.root = root;
        this.issuing = issuing;
        this.random = random;
    }

    /**
     * Returns a new authority of class {@code TEST}, kept in memory only. Makes two RSA keys, which takes some tenths of a
     * second.
     */
    public static TestAuthority create() {
        return create(CertificateClass.TEST);
    }

    /** Returns a new authority of this class, kept in memory only. */
    public static TestAuthority create(CertificateClass certificateClass) {
        return create(certificateClass, Clock.systemUTC(), new SecureRandom());
    }

    /** Returns a new authority of class {@code TEST} that is valid from a year before the clock's time, for twenty years. */
    public static TestAuthority create(Clock clock, SecureRandom random) {
        return create(CertificateClass.TEST, clock, random);
    }

    /** Returns a new authority of this class that is valid from a year before the clock's time, for twenty years. */
    public static TestAuthority create(CertificateClass certificateClass, Clock clock, SecureRandom random) {
        byte[] mark = new byte[4];
        random.nextBytes(mark);
        String suffix = HexFormat.of().formatHex(mark);
        Instant now = clock.instant();
        Issuer root = Issuer.root(authorityName(certificateClass, "Root CA " + suffix), now, random);
        Issuer issuing = root.subordinate(authorityName(certificateClass, "Business CA " + suffix), now, random);
        return new TestAuthority(root, issuing, random);
    }

    /** Returns the class of the certificates that this authority issues. */
    public CertificateClass certificateClass() {
        return CertificateClass.ofAuthority(
                root.certificate().getSubjectX500Principal().getName());
    }

    /**
     * Returns the authority kept in a directory, one of class {@code TEST} made there when there is none, so that several
     * processes and several starts share one. Besides the two keys (mode 0600) the directory holds {@code authorities.pem}:
     * the issuing certificate and the root, for whoever shall trust them.
     *
     * @param directory made with mode 0700 when missing
     * @throws java.io.UncheckedIOException the directory cannot be read or written
     */
    public static TestAuthority in(Path directory) {
        return new AuthorityDirectory(directory).readOrCreate(CertificateClass.TEST);
    }

    /**
     * Returns the authority of this class kept in a directory, as {@link #in(Path)}.
     *
     * @throws IllegalArgumentException the authority in the directory is of the other class
     * @throws java.io.UncheckedIOException the directory cannot be read or written
     */
    public static TestAuthority in(Path directory, CertificateClass certificateClass) {
        TestAuthority kept = new AuthorityDirectory(directory).readOrCreate(certificateClass);
        if (kept.certificateClass() != certificateClass) {
            throw new IllegalArgumentException("The authority in " + directory + " is of class "
                    + kept.certificateClass() + "; give each class a directory of its own.");
        }
        return kept;
    }

    /** Returns a new certificate for the key, and the issuing authority's; the root is left out, as a grant leaves it out. */
    public List<X509Certificate> certify(PublicKey key, OrganisationCertificate what) {
        CertificateTemplate draft = new CertificateTemplate(
                subject(what),
                key,
                what.notBefore(),
                what.notAfter(),
                usage(what.usage()),
                new BasicConstraints(false));
        return List.of(issuing.sign(draft, random), issuing.certificate());
    }

    /** The self-signed certificate at the top. */
    public X509Certificate root() {
        return root.certificate();
    }

    /** The certificate that stands above every organisation's. */
    public X509Certificate issuing() {
        return issuing.certificate();
    }

    /**
     * Checks that this authority has issued the first certificate and that it is valid at the given time.
     *
     * @param chain the certificate and those above it, in order; the leaf alone is enough, the root may be there
     * @throws CertPathValidatorException somebody else's, out of its time, in the wrong order, or with a wrong signature
     */
    public void verify(List<X509Certificate> chain, Instant at) throws CertPathValidatorException {
        try {
            PKIXParameters rules = new PKIXParameters(
                    Set.of(new TrustAnchor(root.certificate(), null), new TrustAnchor(issuing.certificate(), null)));
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), rules);
        } catch (CertPathValidatorException refused) {
            throw refused;
        } catch (GeneralSecurityException unusable) {
            throw new CertPathValidatorException("The chain is not one of certificates.", unusable);
        }
    }

    Issuer rootIssuer() {
        return root;
    }

    Issuer issuingIssuer() {
        return issuing;
    }

    private static X500Name authorityName(CertificateClass certificateClass, String kind) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NO")
                .addRDN(BCStyle.O, certificateClass.issuer())
                .addRDN(BCStyle.CN, certificateClass.authority(kind))
                .build();
    }

    private static X500Name subject(OrganisationCertificate what) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NO")
                .addRDN(BCStyle.O, what.name())
                .addRDN(BCStyle.CN, what.name());
        return switch (what.profile()) {
            case SEID1 ->
                name.addRDN(BCStyle.SERIALNUMBER, what.organisationNumber()).build();
            case SEID2 ->
                name.addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + what.organisationNumber())
                        .build();
        };
    }

    private static KeyUsage usage(OrganisationCertificate.Usage usage) {
        return new KeyUsage(
                switch (usage) {
                    case SEAL -> KeyUsage.nonRepudiation;
                    case AUTHENTICATION -> KeyUsage.digitalSignature;
                    case ENCRYPTION -> KeyUsage.keyEncipherment;
                });
    }
}
