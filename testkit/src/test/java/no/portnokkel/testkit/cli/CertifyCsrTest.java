package no.portnokkel.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertifyCsrTest {

    private static final String BANK = "C=NO,O=Testbanken AS,CN=Testbanken AS,2.5.4.97=NTRNO-310167398";

    @TempDir
    Path home;

    private final KeyPair keys = newKeys();
    private final StringWriter err = new StringWriter();

    @Test
    void a_request_gets_a_seal_of_the_organisation_that_it_names() throws IOException, GeneralSecurityException {
        assertThat(certify(request(BANK, keys.getPrivate()))).isZero();

        List<X509Certificate> chain = chain();
        TestAuthority.in(home.resolve("ca")).verify(chain, Instant.now());
        assertThat(chain).hasSize(2);
        assertThat(chain.get(0).getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(chain.get(0).getSubjectX500Principal().getName()).contains("O=Testbanken AS");
        assertThat(OrganisationCertificate.ownerOf(chain.get(0))).contains("310167398");
    }

    @Test
    void a_request_signed_by_another_key_is_rejected() {
        assertThat(certify(request(BANK, newKeys().getPrivate()))).isEqualTo(2);
        assertThat(err.toString()).contains("not signed by the key that it names");
        assertThat(home.resolve("chain.pem")).doesNotExist();
    }

    @Test
    void a_request_without_a_number_requires_the_option_organisation() throws IOException, GeneralSecurityException {
        String request = request("C=NO,O=Testbanken AS,CN=Testbanken AS", keys.getPrivate());

        assertThat(certify(request)).isEqualTo(2);
        assertThat(err.toString()).contains("--organisation");
        assertThat(certify(request, "--organisation", "974760673")).isZero();
        assertThat(OrganisationCertificate.ownerOf(chain().get(0))).contains("974760673");
    }

    @Test
    void a_file_that_is_not_a_request_is_wrong_usage() {
        assertThat(certify("Dear authority, please")).isEqualTo(2);
        assertThat(err.toString()).contains("no certificate request");
    }

    private int certify(String request, String... more) {
        CommandLine command = new CommandLine(new CertifyCsr(Clock.systemUTC())).setErr(new PrintWriter(err, true));
        command.setOut(new PrintWriter(new StringWriter()));
        List<String> arguments = new ArrayList<>(List.of(
                "--authority", home.resolve("ca").toString(),
                "--csr", saved(request).toString(),
                "--out", home.resolve("chain.pem").toString()));
        arguments.addAll(List.of(more));
        return command.execute(arguments.toArray(String[]::new));
    }

    private Path saved(String request) {
        try {
            return Files.writeString(home.resolve("request.csr"), request);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private List<X509Certificate> chain() throws IOException, GeneralSecurityException {
        byte[] pem = Files.readAllBytes(home.resolve("chain.pem"));
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private String request(String subject, PrivateKey signer) {
        try {
            byte[] encoded = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer))
                    .getEncoded();
            String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(encoded);
            return "-----BEGIN CERTIFICATE REQUEST-----\n" + body + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (IOException | OperatorCreationException refused) {
            throw new IllegalStateException("The request was not made.", refused);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }
}
