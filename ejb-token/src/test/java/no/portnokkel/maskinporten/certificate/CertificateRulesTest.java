package no.portnokkel.maskinporten.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class CertificateRulesTest {
    private static final OrganisationNumber BANK = new OrganisationNumber("310167398");
    private static final String HARD_TOKEN = "Buypass Class 3 CA G2 HT Business";
    private static final String TEST_SOFT_TOKEN = "Buypass Class 3 Test4 CA G2 ST Business";

    private static final KeyPair KEY = rsa();

    private final Instant now = Instant.now();
    private final TestAuthority authority = TestAuthority.create();
    private final OrganisationCertificate seal = OrganisationCertificate.seal(BANK.digits(), "Demobanken AS");

    private static final Environment PROD =
            environment("prod", EnvironmentClass.PRODUCTION, "https://maskinporten.no/");
    private static final Environment TEST = environment("test", EnvironmentClass.TEST, "https://test.maskinporten.no/");
    private static final Environment LAB = environment("lab", EnvironmentClass.TEST, "https://lab.bank.example/");
    private static final Environment VAULT =
            environment("vault", EnvironmentClass.PRODUCTION, "https://vault.bank.example/");

    private static Environment environment(String name, EnvironmentClass environmentClass, String issuer) {
        return new Environment(
                name, environmentClass, issuer, URI.create(issuer + "token"), URI.create(issuer + "jwk"));
    }

    private Optional<ProblemCode> judged(Environment environment, List<X509Certificate> chain) {
        return judged(environment, List.of(), chain).map(Problem::code);
    }

    private Optional<Problem> judged(
            Environment environment, List<X509Certificate> authorities, List<X509Certificate> chain) {
        return new CertificateRules(environment, authorities, BANK).problem(chain, "seal", now);
    }

    private List<X509Certificate> certified(OrganisationCertificate what) {
        return authority.certify(KEY.getPublic(), what);
    }

    @Test
    void a_seal_and_an_older_one_for_authentication_are_fine() {
        assertThat(judged(LAB, certified(seal))).isEmpty();
        assertThat(judged(LAB, certified(seal.with(Profile.SEID1)))).isEmpty();
    }

    @Test
    void what_is_over_not_begun_or_for_encryption_is_refused() {
        Duration day = Duration.ofDays(1);
        assertThat(judged(LAB, certified(seal.valid(now.minus(day.multipliedBy(9)), now.minus(day)))))
                .contains(ProblemCode.CERTIFICATE_EXPIRED);
        assertThat(judged(LAB, certified(seal.valid(now.plus(day), now.plus(day.multipliedBy(9))))))
                .contains(ProblemCode.CERTIFICATE_NOT_YET_VALID);
        assertThat(judged(LAB, certified(seal.with(Usage.ENCRYPTION)))).contains(ProblemCode.CERTIFICATE_WRONG_USAGE);
    }

    @Test
    void a_certificate_of_another_bank_is_refused_with_both_numbers_and_the_key_of_the_setting() {
        Problem problem = judged(LAB, List.of(), certified(OrganisationCertificate.seal("974760673", "Annen Bank AS")))
                .orElseThrow();

        assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_WRONG_ORGANISATION);
        assertThat(problem.detail().no())
                .contains("974760673", "310167398", "portnokkel.environments.lab.organisation-number");
    }

    @Test
    void certificates_of_the_two_classes_do_not_stand_in_for_each_other() {
        assertThat(judged(PROD, issuedBy(TEST_SOFT_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(judged(TEST, issuedBy(HARD_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(judged(LAB, issuedBy(HARD_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(judged(PROD, issuedBy(HARD_TOKEN))).isEmpty();
        assertThat(judged(TEST, issuedBy(TEST_SOFT_TOKEN))).isEmpty();
    }

    @Test
    void an_issuer_newer_than_this_release_does_not_stop_a_bank() {
        assertThat(judged(PROD, issuedBy("Buypass Class 3 CA G9 HT Business"))).isEmpty();
    }

    @Test
    void a_custom_environment_takes_the_authorities_it_names() {
        TestAuthority other = TestAuthority.create();

        assertThat(judged(VAULT, List.of(authority.root()), certified(seal))).isEmpty();
        assertThat(judged(VAULT, List.of(other.root()), certified(seal)).map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(judged(VAULT, certified(seal)))
                .as("of class production, with no authority named")
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(judged(LAB, List.of(other.issuing()), certified(seal)).map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
    }

    private static List<X509Certificate> issuedBy(String commonName) {
        try {
            Instant now = Instant.now();
            X500Name issuer = new X500Name("C=NO,O=Buypass AS-983163327,CN=" + commonName);
            X500Name subject = new X500Name("C=NO,O=Demobanken AS,CN=Demobanken AS,2.5.4.97=NTRNO-" + BANK.digits());
            return List.of(new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    issuer,
                                    BigInteger.ONE,
                                    Date.from(now.minusSeconds(60)),
                                    Date.from(now.plusSeconds(3600)),
                                    subject,
                                    KEY.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(KEY.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
