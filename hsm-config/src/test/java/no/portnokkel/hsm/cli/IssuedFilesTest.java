package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Certificates in the files and orders in which issuers deliver them. */
@UsesSoftHsm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuedFilesTest {
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS");

    private final Path directory;
    private final OfficerTerminal officer;
    private final PublicKey ours;
    private List<X509Certificate> chain = List.of();

    IssuedFilesTest(@TempDir Path directory) {
        this.directory = directory;
        officer = OfficerTerminal.with(directory, "issued-files");
        officer.generates("seal");
        ours = officer.token().certificates("seal").get(0).getPublicKey();
    }

    @BeforeEach
    void order() {
        chain = BankFixture.authority().certify(ours, SEAL);
    }

    @AfterEach
    void the_chain_is_in_the_token_leaf_first() {
        assertThat(officer.token().certificates("seal")).isEqualTo(chain);
    }

    @Test
    void the_leaf_as_der_and_the_issuer_in_a_file_of_its_own() throws IOException, GeneralSecurityException {
        Path leaf = Files.write(directory.resolve("seal.cer"), chain.get(0).getEncoded());
        Path issuer = officer.saves("issuer.pem", Pem.of(chain.subList(1, 2)));

        imports("--chain", leaf.toString(), "--chain", issuer.toString());
    }

    @Test
    void the_root_first() {
        imports(List.of(BankFixture.authority().root(), chain.get(1), chain.get(0)));
    }

    @Test
    void the_leaf_twice_alone_and_in_the_chain() {
        Path leaf = officer.saves("leaf.pem", Pem.of(chain.subList(0, 1)));
        Path all = officer.saves("all.pem", Pem.of(chain));

        imports("--chain", leaf.toString(), "--chain", all.toString());
    }

    @Test
    void the_certificates_of_the_whole_order_of_which_one_belongs_to_the_key() throws GeneralSecurityException {
        PublicKey other = rsa().getPublic();
        X509Certificate encryption = BankFixture.authority()
                .certify(other, SEAL.with(Usage.ENCRYPTION))
                .get(0);
        X509Certificate authentication = BankFixture.authority()
                .certify(other, SEAL.with(Usage.AUTHENTICATION))
                .get(0);

        imports(Stream.concat(Stream.of(encryption, authentication), chain.stream())
                .toList());
    }

    @Test
    void a_cross_certificate_of_the_issuer_beside_its_own() throws GeneralSecurityException {
        X509Certificate cross = crossCertificate(chain.get(1));

        imports(List.of(
                cross, chain.get(0), chain.get(1), BankFixture.authority().root()));
    }

    @Test
    void the_bundle_of_another_authority_beside_the_chain() {
        TestAuthority other = TestAuthority.create();

        imports(List.of(other.root(), other.issuing(), chain.get(1), chain.get(0)));
    }

    @Test
    void pem_on_one_line_with_a_byte_order_mark() {
        Path file = officer.saves("one-line.pem", "\uFEFF" + Pem.of(chain).replace("\n", ""));

        imports("--chain", file.toString());
    }

    @Test
    void a_file_that_is_not_there_is_one_line_and_changes_nothing() {
        chain = officer.token().certificates("seal");

        assertThat(officer.runs("import", "--key", "seal", "--chain", directory + "/gone.pem"))
                .isEqualTo(2);

        assertThat(officer.err().lines()).hasSize(1);
        assertThat(officer.err()).contains("--chain", "gone.pem", "does not exist");
    }

    @Test
    void a_private_key_in_the_file_is_refused_by_name_and_changes_nothing() throws GeneralSecurityException {
        String key = Base64.getMimeEncoder().encodeToString(rsa().getPrivate().getEncoded());
        Path file = officer.saves(
                "mixed.pem",
                Pem.of(chain.subList(0, 1)) + "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"
                        + Pem.of(chain.subList(1, 2)));
        chain = officer.token().certificates("seal");

        assertThat(officer.runs("import", "--key", "seal", "--yes", "--chain", file.toString()))
                .isEqualTo(5);

        assertThat(officer.err()).contains("mixed.pem", "holds a private key", "portnokkel-hsm generate");
    }

    @Test
    void an_issuer_of_the_right_name_that_did_not_sign_is_named_and_changes_nothing() throws GeneralSecurityException {
        X509Certificate pretender = namesake(chain.get(1));
        Path file = officer.saves("pretender.pem", Pem.of(List.of(chain.get(0), pretender)));
        chain = officer.token().certificates("seal");

        assertThat(officer.runs("import", "--key", "seal", "--yes", "--chain", file.toString()))
                .isEqualTo(5);

        assertThat(officer.err()).contains("was not signed by the issuer's certificate that was given");
    }

    private void imports(List<X509Certificate> certificates) {
        imports("--chain", officer.saves("delivered.pem", Pem.of(certificates)).toString());
    }

    private void imports(String... chainOptions) {
        String[] arguments = Stream.concat(Stream.of("--key", "seal", "--yes"), Stream.of(chainOptions))
                .toArray(String[]::new);
        assertThat(officer.runs("import", arguments)).as(officer.err()).isZero();
    }

    /** Another authority certifies the same issuer: the same name and key. */
    private static X509Certificate crossCertificate(X509Certificate issuer) throws GeneralSecurityException {
        return certified(issuer, issuer.getPublicKey(), "CN=Older Root CA", rsa());
    }

    /** The same name with another key. */
    private static X509Certificate namesake(X509Certificate issuer) throws GeneralSecurityException {
        return certified(issuer, rsa().getPublic(), "CN=Other Root CA", rsa());
    }

    private static X509Certificate certified(X509Certificate subject, PublicKey key, String by, KeyPair signer)
            throws GeneralSecurityException {
        try {
            Instant now = Instant.now();
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name(by),
                                    BigInteger.TEN,
                                    Date.from(now.minusSeconds(60)),
                                    Date.from(now.plusSeconds(86_400)),
                                    X500Name.getInstance(
                                            subject.getSubjectX500Principal().getEncoded()),
                                    key)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate())));
        } catch (OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
