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
 * A root and an issuing authority for tests, in place of Buypass and Commfides. Each authority has unique names, so that
 * certificates of several authorities can be stored in one HSM token. Safe for any number of threads.
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
     * Returns a new authority of class {@code TEST}, in memory only. Generates two RSA keys, which takes some tenths of a
     * second.
     */
    public static TestAuthority create() {
        return create(CertificateClass.TEST);
    }

    /** Returns a new authority of this class, in memory only. */
    public static TestAuthority create(CertificateClass certificateClass) {
        return create(certificateClass, Clock.systemUTC(), new SecureRandom());
    }

    /** Returns a new authority of class {@code TEST}, valid for twenty years from a year before the clock's time. */
    public static TestAuthority create(Clock clock, SecureRandom random) {
        return create(CertificateClass.TEST, clock, random);
    }

    /** Returns a new authority of this class, valid for twenty years from a year before the clock's time. */
    public static TestAuthority create(CertificateClass certificateClass, Clock clock, SecureRandom random) {
        byte[] id = new byte[4];
        random.nextBytes(id);
        String suffix = HexFormat.of().formatHex(id);
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
     * Returns the authority stored in a directory. If there is none, creates one of class {@code TEST}. Several processes and
     * later starts can share it. The directory contains two private keys (mode 0600) and {@code authorities.pem}, the issuing
     * certificate and the root, for those who trust this authority.
     *
     * @param directory created with mode 0700 when missing
     * @throws java.io.UncheckedIOException the directory cannot be read or written
     */
    public static TestAuthority in(Path directory) {
        return new AuthorityDirectory(directory).readOrCreate(CertificateClass.TEST);
    }

    /**
     * Returns the authority of this class stored in a directory, as {@link #in(Path)} does.
     *
     * @throws IllegalArgumentException the authority in the directory is of the other class
     * @throws java.io.UncheckedIOException the directory cannot be read or written
     */
    public static TestAuthority in(Path directory, CertificateClass certificateClass) {
        TestAuthority stored = new AuthorityDirectory(directory).readOrCreate(certificateClass);
        if (stored.certificateClass() != certificateClass) {
            throw new IllegalArgumentException("The authority in " + directory + " is of class "
                    + stored.certificateClass() + "; use a separate directory for each class.");
        }
        return stored;
    }

    /** Issues a certificate for the key. Returns it and the issuing authority's; without the root, as in a grant. */
    public List<X509Certificate> certify(PublicKey key, OrganisationCertificate content) {
        CertificateTemplate template = new CertificateTemplate(
                subject(content),
                key,
                content.notBefore(),
                content.notAfter(),
                usage(content.usage()),
                new BasicConstraints(false));
        return List.of(issuing.sign(template, random), issuing.certificate());
    }

    /** Returns the self-signed root certificate. */
    public X509Certificate root() {
        return root.certificate();
    }

    /** Returns the certificate of the issuing authority. */
    public X509Certificate issuing() {
        return issuing.certificate();
    }

    /**
     * Verifies that this authority has issued the first certificate and that it is valid at the given time.
     *
     * @param chain the certificate and its issuers, in order; the leaf alone is enough, the root is optional
     * @throws CertPathValidatorException another issuer, expired or not yet valid, wrong order, or wrong signature
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
            throw new CertPathValidatorException("The chain is not a valid list of certificates.", unusable);
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

    private static X500Name subject(OrganisationCertificate content) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NO")
                .addRDN(BCStyle.O, content.name())
                .addRDN(BCStyle.CN, content.name());
        return switch (content.profile()) {
            case SEID1 ->
                name.addRDN(BCStyle.SERIALNUMBER, content.organisationNumber()).build();
            case SEID2 ->
                name.addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + content.organisationNumber())
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
