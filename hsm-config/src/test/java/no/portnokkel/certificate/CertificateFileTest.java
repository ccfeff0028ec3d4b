package no.portnokkel.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;

/** Files with one leaf and its issuer, as issuers, mail programs, editors and other tools write them. */
class CertificateFileTest {
    private static final KeyPair KEY = rsa();
    private static final List<X509Certificate> CHAIN =
            TestAuthority.create().certify(KEY.getPublic(), OrganisationCertificate.seal("310167398", "Testbanken AS"));
    private static final String PEM = Pem.of(CHAIN);
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    @Test
    void pem_is_read_whatever_ends_its_lines() {
        reads(PEM);
        reads(PEM.replace("\n", "\r\n"));
        reads(PEM.replace("\n", "\r"));
        reads(PEM.strip());
    }

    @Test
    void blocks_may_follow_each_other_without_a_line_break() {
        reads(PEM.replace(END + "\n" + BEGIN, END + BEGIN));
    }

    @Test
    void a_block_may_be_one_line_or_indented_or_quoted_in_a_mail() {
        reads(PEM.replace("\n", ""));
        reads(PEM.indent(8));
        reads("> " + PEM.replace("\n", "\n> "));
    }

    @Test
    void text_between_the_blocks_is_ignored() {
        reads("Bag Attributes\n    friendlyName: segl\nsubject=CN = Blåbær AS\n\n"
                + PEM.replace(END + "\n", END + "\nissuer=/C=NO/O=Ærlig\n\n"));
        assertThat(CertificateFile.read(("utsteder: Ærlig AS\n" + PEM).getBytes(ISO_8859_1)))
                .isEqualTo(CHAIN);
    }

    @Test
    void a_byte_order_mark_and_utf_16_are_read() {
        reads("\uFEFF" + PEM);
        assertThat(CertificateFile.read(("\uFEFF" + PEM).getBytes(UTF_16LE))).isEqualTo(CHAIN);
        assertThat(CertificateFile.read(("\uFEFF" + PEM).getBytes(UTF_16BE))).isEqualTo(CHAIN);
        assertThat(CertificateFile.read(PEM.getBytes(UTF_16LE))).isEqualTo(CHAIN);
    }

    @Test
    void the_labels_of_other_tools_are_known() throws GeneralSecurityException, IOException {
        reads(PEM.replace("CERTIFICATE-----", "X509 CERTIFICATE-----"));
        byte[] leaf = CHAIN.get(0).getEncoded();
        ByteArrayOutputStream trusted = new ByteArrayOutputStream();
        trusted.write(leaf);
        trusted.write(new byte[] {0x30, 0x03, 0x02, 0x01, 0x05}); // what OpenSSL appends
        assertThat(CertificateFile.read(block("TRUSTED CERTIFICATE", trusted.toByteArray())))
                .containsExactly(CHAIN.get(0));
    }

    @Test
    void der_is_read_with_one_or_several_certificates() throws GeneralSecurityException, IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (X509Certificate certificate : CHAIN) {
            assertThat(CertificateFile.read(certificate.getEncoded())).containsExactly(certificate);
            both.write(certificate.getEncoded());
        }
        assertThat(CertificateFile.read(both.toByteArray())).isEqualTo(CHAIN);
    }

    @Test
    void pkcs_7_is_read_as_der_and_as_pem() throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(CHAIN);
        byte[] pkcs7 = path.getEncoded("PKCS7");

        assertThat(CertificateFile.read(pkcs7)).containsExactlyInAnyOrderElementsOf(CHAIN);
        assertThat(CertificateFile.read(block("PKCS7", pkcs7))).containsExactlyInAnyOrderElementsOf(CHAIN);
        assertThat(CertificateFile.read(block("CMS", pkcs7))).containsExactlyInAnyOrderElementsOf(CHAIN);
    }

    @Test
    void base64_without_the_lines_around_it_is_read() throws GeneralSecurityException {
        String bare = Base64.getMimeEncoder().encodeToString(CHAIN.get(0).getEncoded());

        assertThat(CertificateFile.read(bare.getBytes(US_ASCII))).containsExactly(CHAIN.get(0));
    }

    @Test
    void a_file_without_certificates_is_told_from_a_damaged_one() throws GeneralSecurityException {
        assertThat(defect("")).isEqualTo(CertificateFile.Defect.NO_CERTIFICATE);
        assertThat(defect("-----BEGIN NOTES-----\nbuy milk\n-----END NOTES-----\n"))
                .isEqualTo(CertificateFile.Defect.NO_CERTIFICATE);
        assertThat(defect(PEM.substring(0, PEM.length() - 200))).isEqualTo(CertificateFile.Defect.DAMAGED);
        assertThat(defect(PEM.replaceFirst("MII", "MI!"))).isEqualTo(CertificateFile.Defect.DAMAGED);
        assertThat(defect(PEM.replaceFirst(END, ""))).isEqualTo(CertificateFile.Defect.DAMAGED);
        assertThat(defect(BEGIN + "\n" + END)).isEqualTo(CertificateFile.Defect.DAMAGED);
        byte[] half = java.util.Arrays.copyOf(CHAIN.get(0).getEncoded(), 300);
        assertThat(defect(half)).isEqualTo(CertificateFile.Defect.DAMAGED);
        assertThat(defect("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"))
                .isEqualTo(CertificateFile.Defect.REQUEST);
    }

    @Test
    void a_private_key_is_noticed_wherever_it_stands() throws GeneralSecurityException, IOException {
        byte[] pkcs8 = KEY.getPrivate().getEncoded();
        String pem = new String(block("PRIVATE KEY", pkcs8), US_ASCII);

        assertThat(defect(PEM.replaceFirst(END + "\n", END + "\n" + pem)))
                .isEqualTo(CertificateFile.Defect.PRIVATE_KEY);
        assertThat(defect(PEM + "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB"))
                .isEqualTo(CertificateFile.Defect.PRIVATE_KEY);
        assertThat(defect(pkcs8)).isEqualTo(CertificateFile.Defect.PRIVATE_KEY);
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry("seal", KEY.getPrivate(), "1234".toCharArray(), CHAIN.toArray(new Certificate[0]));
        ByteArrayOutputStream pkcs12 = new ByteArrayOutputStream();
        keyStore.store(pkcs12, "1234".toCharArray());
        assertThat(defect(pkcs12.toByteArray())).isEqualTo(CertificateFile.Defect.PKCS12);
    }

    private static void reads(String file) {
        assertThat(CertificateFile.read(file.getBytes(UTF_8))).isEqualTo(CHAIN);
    }

    private static CertificateFile.Defect defect(String file) {
        return defect(file.getBytes(UTF_8));
    }

    private static CertificateFile.Defect defect(byte[] file) {
        return catchThrowableOfType(CertificateFile.UnreadableException.class, () -> CertificateFile.read(file))
                .defect();
    }

    private static byte[] block(String label, byte[] content) {
        String body = Base64.getMimeEncoder().encodeToString(content);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n").getBytes(US_ASCII);
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
}
