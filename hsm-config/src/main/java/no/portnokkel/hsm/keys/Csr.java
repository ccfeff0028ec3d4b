package no.portnokkel.hsm.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.UntrustedText;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A certificate request (PKCS #10) that the key in the HSM has signed.
 *
 * @param subject formatted for people
 * @param publicKey in the request
 * @param pem for the issuer; ends with a line break
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2986">RFC 2986</a>
 */
public record Csr(String subject, PublicKey publicKey, String pem) {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN CERTIFICATE REQUEST-----(.*?)-----END CERTIFICATE REQUEST-----", Pattern.DOTALL);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    static PKCS10CertificationRequest sign(Subject subject, PublicKey key, UnaryOperator<byte[]> signer) {
        return new JcaPKCS10CertificationRequestBuilder(subject.toX500Name(), key)
                .build(new HsmContentSigner(SignatureAlgorithm.RS256, signer));
    }

    static boolean isSignedBy(PublicKey key, PKCS10CertificationRequest request) {
        try {
            return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (OperatorCreationException | RuntimeOperatorException | PKCSException notOfThisKey) {
            return false;
        }
    }

    /**
     * Reads a request, with any text before it.
     *
     * @return empty unless it is one that the key in it has signed
     */
    public static Optional<Csr> read(String file) {
        Matcher block = BLOCK.matcher(file);
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            PKCS10CertificationRequest request =
                    new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(block.group(1)));
            PublicKey key = new JcaPEMKeyConverter().getPublicKey(request.getSubjectPublicKeyInfo());
            return isSignedBy(key, request) ? Optional.of(of(request, key)) : Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    static Csr of(PKCS10CertificationRequest request, PublicKey key) {
        try {
            String body = LINES.encodeToString(request.getEncoded());
            return new Csr(
                    request.getSubject().toString(),
                    key,
                    "-----BEGIN CERTIFICATE REQUEST-----\n" + body + "\n-----END CERTIFICATE REQUEST-----\n");
        } catch (IOException impossible) { // it was encoded before, when it was signed
            throw new IllegalStateException("A new certificate request cannot be encoded.", impossible);
        }
    }

    /**
     * The subject of a certificate request.
     *
     * @param number nine digits with a valid check digit; spaces are removed
     * @param name as in Enhetsregisteret, at most 64 characters; stored in composed form (NFC)
     * @param unit a department or system, at most 64 characters
     */
    public record Subject(String number, String name, Optional<String> unit) {
        private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2, 1};
        private static final int MAX_NAME_LENGTH = 64; // RFC 5280, appendix A.1
        private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]");
        private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}"); // tabs and line breaks
        private static final char REPLACEMENT_CHARACTER = '\uFFFD';

        /** @throws KeyRejectedException a {@link RequestRejection} that names the option */
        public Subject {
            number = organisationNumber(number);
            name = composed("--name", name);
            unit = unit.map(present -> composed("--unit", present));
        }

        /**
         * Returns the nine digits of an organisation number, which people and Enhetsregisteret also write with spaces.
         *
         * @throws KeyRejectedException {@link RequestRejection.NumberWrong} or {@link RequestRejection.CheckDigitWrong}
         */
        public static String organisationNumber(String written) {
            String number = SPACES.matcher(written).replaceAll("");
            if (!number.matches("[0-9]{9}")) {
                throw new KeyRejectedException(new RequestRejection.NumberWrong(number.length()));
            }
            int sum = IntStream.range(0, WEIGHTS.length)
                    .map(i -> WEIGHTS[i] * (number.charAt(i) - '0'))
                    .sum();
            if (sum % 11 != 0) {
                throw new KeyRejectedException(new RequestRejection.CheckDigitWrong(number));
            }
            return number;
        }

        /**
         * Returns the subject as in SEID 2.0: {@code organizationIdentifier} is {@code NTRNO-} and the number. The values are encoded
         * as they are: the builder would take {@code #} and a backslash at the start of a text for its own syntax.
         */
        X500Name toX500Name() {
            X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.C, "NO")
                    .addRDN(BCStyle.O, new DERUTF8String(name));
            unit.ifPresent(present -> subject.addRDN(BCStyle.OU, new DERUTF8String(present)));
            return subject.addRDN(BCStyle.CN, new DERUTF8String(name))
                    .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + number)
                    .build();
        }

        /** Some systems type "å" as two characters, a letter and a ring; issuers and registers compare with the one. */
        private static String composed(String option, String typed) {
            String name = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
            if (UntrustedText.isBlank(name) || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
                throw new KeyRejectedException(new RequestRejection.NameWrong(option));
            }
            if (name.indexOf(REPLACEMENT_CHARACTER) >= 0) {
                throw new KeyRejectedException(new RequestRejection.NameGarbled(option));
            }
            if (UntrustedText.hasInvisible(name) || CONTROL.matcher(name).find()) {
                throw new KeyRejectedException(new RequestRejection.NameInvisible(option));
            }
            return name;
        }
    }
}
