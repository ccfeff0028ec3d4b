package no.portnokkel.testkit.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {

    private static final Map<String, String> NAMES =
            Map.of("2.5.4.97", "organizationIdentifier", "2.5.4.5", "serialNumber");
    private static final OrganisationCertificate SEAL = OrganisationCertificate.seal("310167398", "Testbanken AS");

    private final Instant now = Instant.now();
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @Test
    void a_seid_2_seal_has_the_organisation_identifier() throws GeneralSecurityException {
        X509Certificate seal = AUTHORITY.certify(newKey(), SEAL).get(0);

        assertThat(subject(seal))
                .contains("organizationIdentifier=NTRNO-310167398", "O=Testbanken AS", "CN=Testbanken AS", "C=NO")
                .doesNotContain("serialNumber");
    }

    @Test
    void a_seid_1_seal_has_the_bare_number_as_serial_number() throws GeneralSecurityException {
        X509Certificate seal =
                AUTHORITY.certify(newKey(), SEAL.with(Profile.SEID1)).get(0);

        assertThat(subject(seal)).contains("serialNumber=310167398").doesNotContain("organizationIdentifier");
    }

    @Test
    void each_certificate_of_an_order_has_one_critical_key_usage() throws GeneralSecurityException {
        assertThat(usagesOf(Usage.AUTHENTICATION)).containsExactly(0);
        assertThat(usagesOf(Usage.SEAL)).containsExactly(1);
        assertThat(usagesOf(Usage.ENCRYPTION)).containsExactly(2);
    }

    @Test
    void a_certificate_is_verified_with_its_chain_and_alone() throws GeneralSecurityException {
        List<X509Certificate> chain = AUTHORITY.certify(newKey(), SEAL);

        assertThat(chain).hasSize(2).endsWith(AUTHORITY.issuing()).doesNotContain(AUTHORITY.root());
        assertThatCode(() -> AUTHORITY.verify(chain, now)).doesNotThrowAnyException();
        assertThatCode(() -> AUTHORITY.verify(chain.subList(0, 1), now)).doesNotThrowAnyException();
        assertThatCode(() -> AUTHORITY.verify(List.of(chain.get(0), chain.get(1), AUTHORITY.root()), now))
                .doesNotThrowAnyException();
    }

    @Test
    void certificates_of_other_authorities_and_expired_ones_are_rejected() throws GeneralSecurityException {
        List<X509Certificate> foreign = TestAuthority.create().certify(newKey(), SEAL);
        List<X509Certificate> expired =
                AUTHORITY.certify(newKey(), SEAL.valid(now.minus(30, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS)));

        assertThatThrownBy(() -> AUTHORITY.verify(foreign, now)).isInstanceOf(CertPathValidatorException.class);
        assertThatThrownBy(() -> AUTHORITY.verify(expired, now)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void an_authority_stored_in_a_directory_is_the_same_after_a_restart(@TempDir Path directory)
            throws GeneralSecurityException, IOException {
        Path home = directory.resolve("ca");
        TestAuthority first = TestAuthority.in(home);
        TestAuthority second = TestAuthority.in(home);

        assertThatCode(() -> first.verify(second.certify(newKey(), SEAL), now)).doesNotThrowAnyException();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("issuing.key"))))
                .isEqualTo("rw-------");
        assertThat(home.resolve("authorities.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void an_authority_stored_in_a_directory_keeps_its_class(@TempDir Path directory) {
        TestAuthority created = TestAuthority.in(directory.resolve("ca"), CertificateClass.PRODUCTION);

        assertThat(created.certificateClass()).isEqualTo(CertificateClass.PRODUCTION);
        assertThat(created.root().getSubjectX500Principal().getName()).doesNotContain("Test");
        assertThat(TestAuthority.in(directory.resolve("ca")).certificateClass()).isEqualTo(CertificateClass.PRODUCTION);
        assertThatThrownBy(() -> TestAuthority.in(directory.resolve("ca"), CertificateClass.TEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class PRODUCTION");
    }

    private List<Integer> usagesOf(Usage usage) throws GeneralSecurityException {
        X509Certificate certificate =
                AUTHORITY.certify(newKey(), SEAL.with(usage)).get(0);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.15");
        boolean[] bits = certificate.getKeyUsage();
        return IntStream.range(0, bits.length).filter(bit -> bits[bit]).boxed().toList();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName("RFC1779", NAMES);
    }

    private static PublicKey newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPublic();
    }
}
