package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyOperation;

/** What the transcript says of a key and its certificate. */
final class KeyFacts {
    private KeyFacts() {}

    /** Returns the key as the token shows it. */
    static JsonObjectBuilder of(ManagedKey key) {
        JsonObjectBuilder attributes = Json.createObjectBuilder();
        key.key().attributes().forEach((attribute, value) -> attributes.add(attribute.word(), value));
        for (KeyOperation operation : KeyOperation.values()) {
            Optional.ofNullable(key.key().operations().get(operation))
                    .ifPresent(value -> attributes.add(operation.word(), value));
        }
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("label", key.label())
                .add("id", key.key().id())
                .add("type", key.key().type());
        key.key().bits().ifPresent(bits -> object.add("size", bits));
        key.publicKey().ifPresent(publicKey -> object.add("publicKeySha256", Sha256.hex(publicKey.getEncoded())));
        return object.add("attributes", attributes);
    }

    static JsonObjectBuilder of(X509Certificate certificate) {
        return Json.createObjectBuilder()
                .add("subject", Seid.subject(certificate))
                .add("issuer", Seid.name(certificate.getIssuerX500Principal()))
                .add("serial", certificate.getSerialNumber().toString(16))
                .add("notBefore", certificate.getNotBefore().toInstant().toString())
                .add("notAfter", certificate.getNotAfter().toInstant().toString())
                .add("certificateSha256", Sha256.hex(encoded(certificate)));
    }

    static String pem(X509Certificate certificate) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) { // it was read from its encoding
            throw new IllegalStateException("A certificate has no encoding.", impossible);
        }
    }
}
