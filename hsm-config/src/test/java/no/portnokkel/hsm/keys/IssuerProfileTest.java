package no.portnokkel.hsm.keys;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Certificates by authorities with the names of the known ones, as a plan of either class meets them. */
class IssuerProfileTest {
    private static final String SEID_2 = "C=NO, O=Testbanken AS, CN=Testbanken AS, 2.5.4.97=NTRNO-310167398";
    private static final String TEST = "Buypass Class 3 Test4 CA G2 ST Business";
    private static final String PRODUCTION = "Buypass Class 3 CA G2 HT Business";
    private static final String BUYPASS_POLICY = "2.16.578.1.26.1.3.5";

    private final KeyPair issuer = rsa();
    private final KeyPair bank = rsa();

    @Test
    void a_certificate_of_the_class_and_the_profile_is_accepted() {
        assertThatCode(() -> require(TEST, SEID_2, BUYPASS_POLICY, true, false, List.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> require(PRODUCTION, SEID_2, BUYPASS_POLICY, true, true, List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void authorities_of_the_other_class_are_kept_apart() {
        assertThatThrownBy(() -> require(TEST, SEID_2, BUYPASS_POLICY, true, true, List.of()))
                .hasMessageContaining("does not issue for class production");
        assertThatThrownBy(() -> require(PRODUCTION, SEID_2, BUYPASS_POLICY, true, false, List.of()))
                .hasMessageContaining("does not issue for class test");
    }

    @Test
    void a_policy_that_digdir_does_not_accept_is_named() {
        assertThatThrownBy(() -> require(TEST, SEID_2, "2.16.578.1.29.13.200.1.0", true, false, List.of()))
                .hasMessageContaining("2.16.578.1.29.13.200.1.0");
    }

    @Test
    void a_subject_of_seid_1_is_too_old() {
        assertThatThrownBy(() -> require(
                        TEST,
                        "C=NO, O=Testbanken AS, CN=Testbanken AS, 2.5.4.5=310167398",
                        BUYPASS_POLICY,
                        true,
                        false,
                        List.of()))
                .hasMessageContaining("SEID 1.0 ended");
    }

    @Test
    void key_usage_has_to_be_critical() {
        assertThatThrownBy(() -> require(TEST, SEID_2, BUYPASS_POLICY, false, false, List.of()))
                .hasMessageContaining("no critical key usage");
    }

    @Test
    void a_name_alone_does_not_make_an_authority_of_the_plan() {
        X509Certificate stranger = authority("Another CA", rsa());

        assertThatThrownBy(() -> require(TEST, SEID_2, BUYPASS_POLICY, true, false, List.of(stranger)))
                .hasMessageContaining("not issued by an authority of the file");
    }

    @Test
    void of_an_unknown_authority_in_the_plan_no_profile_is_asked() {
        X509Certificate own = authority("The bank's own CA", issuer);

        assertThatCode(() -> require("The bank's own CA", SEID_2, "1.2.3.4", false, true, List.of(own)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> require("The bank's own CA", SEID_2, "1.2.3.4", false, true, List.of()))
                .hasMessageContaining("not issued by Buypass or Commfides");
    }

    private void require(
            String authority,
            String subject,
            String policy,
            boolean criticalUsage,
            boolean production,
            List<X509Certificate> authorities) {
        X509Certificate leaf = sign(
                authority,
                issuer,
                subject,
                bank,
                builder -> builder.addExtension(
                                Extension.keyUsage, criticalUsage, new KeyUsage(KeyUsage.nonRepudiation))
                        .addExtension(
                                Extension.certificatePolicies,
                                false,
                                new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy)))));
        new IssuerProfile(production, authorities)
                .require(new CertificateChain(List.of(leaf, authority(authority, issuer))), Instant.now());
    }

    private static X509Certificate authority(String name, KeyPair key) {
        return sign(
                name,
                key,
                "CN=" + name + ", C=NO",
                key,
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0)));
    }

    private static X509Certificate sign(
            String authority, KeyPair issuer, String subject, KeyPair key, Content content) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + authority + ", C=NO"),
                    BigInteger.TEN,
                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                    Date.from(now.plus(100, ChronoUnit.DAYS)),
                    new X500Name(subject),
                    key.getPublic());
            content.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @FunctionalInterface
    private interface Content {
        void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
    }
}
