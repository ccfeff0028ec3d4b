package no.portnokkel.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
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
    private static final String BANK = "310167398";
    private static final String HARD_TOKEN = "Buypass Class 3 CA G2 HT Business";
    private static final String TEST_SOFT_TOKEN = "Buypass Class 3 Test4 CA G2 ST Business";

    private static final KeyPair KEY = rsa();

    private final Instant now = Instant.now();
    private final TestAuthority authority = TestAuthority.create();
    private final OrganisationCertificate seal = OrganisationCertificate.seal(BANK, "Demobanken AS");

    private static final CertificateRules PROD = new CertificateRules("prod", true, true, List.of(), BANK);
    private static final CertificateRules TEST = new CertificateRules("test", false, true, List.of(), BANK);
    private static final CertificateRules LAB = new CertificateRules("lab", false, false, List.of(), BANK);
    private static final CertificateRules VAULT = new CertificateRules("vault", true, false, List.of(), BANK);

    private Optional<ProblemCode> problem(CertificateRules rules, List<X509Certificate> chain) {
        return problem(rules, List.of(), chain).map(Problem::code);
    }

    private Optional<Problem> problem(
            CertificateRules rules, List<X509Certificate> authorities, List<X509Certificate> chain) {
        return new CertificateRules(rules.environment(), rules.production(), rules.digdirs(), authorities, BANK)
                .problem(chain, "seal", now);
    }

    private List<X509Certificate> certified(OrganisationCertificate certificate) {
        return authority.certify(KEY.getPublic(), certificate);
    }

    @Test
    void a_seal_of_either_seid_version_is_accepted() {
        assertThat(problem(LAB, certified(seal))).isEmpty();
        assertThat(problem(LAB, certified(seal.with(Profile.SEID1)))).isEmpty();
    }

    @Test
    void an_expired_a_future_and_an_encryption_certificate_are_rejected() {
        Duration day = Duration.ofDays(1);
        assertThat(problem(LAB, certified(seal.valid(now.minus(day.multipliedBy(9)), now.minus(day)))))
                .contains(ProblemCode.CERTIFICATE_EXPIRED);
        assertThat(problem(LAB, certified(seal.valid(now.plus(day), now.plus(day.multipliedBy(9))))))
                .contains(ProblemCode.CERTIFICATE_NOT_YET_VALID);
        assertThat(problem(LAB, certified(seal.with(Usage.ENCRYPTION)))).contains(ProblemCode.CERTIFICATE_WRONG_USAGE);
    }

    @Test
    void a_certificate_of_another_bank_is_rejected_with_both_numbers_and_the_configuration_key() {
        Problem problem = problem(LAB, List.of(), certified(OrganisationCertificate.seal("974760673", "Annen Bank AS")))
                .orElseThrow();

        assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_WRONG_ORGANISATION);
        assertThat(problem.detail().no())
                .contains("974760673", "310167398", "portnokkel.environments.lab.organisation-number");
    }

    @Test
    void a_certificate_of_one_class_is_rejected_in_the_other() {
        assertThat(problem(PROD, issuedBy(TEST_SOFT_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(problem(TEST, issuedBy(HARD_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(problem(LAB, issuedBy(HARD_TOKEN))).contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(problem(PROD, issuedBy(HARD_TOKEN))).isEmpty();
        assertThat(problem(TEST, issuedBy(TEST_SOFT_TOKEN))).isEmpty();
    }

    @Test
    void an_issuer_that_is_newer_than_this_release_is_accepted() {
        assertThat(problem(PROD, issuedBy("Buypass Class 3 CA G9 HT Business"))).isEmpty();
    }

    @Test
    void an_issuer_that_digdir_may_not_know_is_a_warning_in_digdirs_environments_only() {
        assertThat(PROD.warning(issuedBy("Buypass Class 3 CA G9 HT Business"), "seal")
                        .map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_ISSUER_UNKNOWN);
        assertThat(TEST.warning(certified(seal), "seal").map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_ISSUER_UNKNOWN);
        assertThat(PROD.warning(issuedBy(HARD_TOKEN), "seal")).isEmpty();
        assertThat(LAB.warning(certified(seal), "seal")).isEmpty();
    }

    @Test
    void a_custom_environment_accepts_the_authorities_that_it_names() {
        TestAuthority other = TestAuthority.create();

        assertThat(problem(VAULT, List.of(authority.root()), certified(seal))).isEmpty();
        assertThat(problem(VAULT, List.of(other.root()), certified(seal)).map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(problem(VAULT, certified(seal)))
                .as("class production without configured authorities")
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
        assertThat(problem(LAB, List.of(other.issuing()), certified(seal)).map(Problem::code))
                .contains(ProblemCode.CERTIFICATE_WRONG_CLASS);
    }

    private static List<X509Certificate> issuedBy(String commonName) {
        try {
            Instant now = Instant.now();
            X500Name issuer = new X500Name("C=NO,O=Buypass AS-983163327,CN=" + commonName);
            X500Name subject = new X500Name("C=NO,O=Demobanken AS,CN=Demobanken AS,2.5.4.97=NTRNO-" + BANK);
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
