package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * {@code evidence.json}: the hashes of all other files and what they are about, in canonical JSON, signed by the key of the ceremony
 * and, where there is one, by the key of the audit. What is signed begins with a fixed text, so that it can be neither a token nor a
 * certificate.
 *
 * @param about members that a reader sees first, such as purpose and label
 * @param files SHA-256 by name
 * @param signers the public keys, in the order of the signatures: the key of the ceremony first
 * @param signatures of these signers
 */
record EvidenceManifest(
        JsonObject about, SortedMap<String, String> files, List<PublicKey> signers, List<byte[]> signatures) {
    private static final byte[] PREFIX = "Portnokkel evidence of a ceremony, not a token and not a certificate. "
            .getBytes(StandardCharsets.US_ASCII);

    EvidenceManifest {
        files = new TreeMap<>(files);
        signers = List.copyOf(signers);
        signatures = List.copyOf(signatures);
    }

    /**
     * Signs a manifest of these files.
     *
     * @param signers by public key, the key of the ceremony first; they sign data, not its hash
     */
    static EvidenceManifest sign(
            JsonObject about, SortedMap<String, byte[]> contents, Map<PublicKey, UnaryOperator<byte[]>> signers) {
        SortedMap<String, String> files = new TreeMap<>();
        contents.forEach((name, content) -> files.put(name, Sha256.hex(content)));
        Map<PublicKey, UnaryOperator<byte[]>> ordered = new LinkedHashMap<>(signers);
        EvidenceManifest unsigned = new EvidenceManifest(about, files, List.copyOf(ordered.keySet()), List.of());
        List<byte[]> signatures = ordered.values().stream()
                .map(signer -> signer.apply(unsigned.signedBytes()))
                .toList();
        return new EvidenceManifest(about, files, unsigned.signers(), signatures);
    }

    /** Returns the manifest that these bytes encode; empty when they are not the encoding of one. */
    static Optional<EvidenceManifest> decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            return Optional.empty();
        }
        return CanonicalJson.decode(Arrays.copyOf(bytes, bytes.length - 1))
                .flatMap(EvidenceManifest::of)
                .filter(manifest -> Arrays.equals(manifest.encode(), bytes));
    }

    byte[] encode() {
        JsonArrayBuilder encoded = Json.createArrayBuilder();
        signatures.forEach(one -> encoded.add(Base64.getEncoder().encodeToString(one)));
        JsonObject whole =
                Json.createObjectBuilder(unsigned()).add("signatures", encoded).build();
        byte[] json = CanonicalJson.encode(whole);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** Returns whether every signer has signed it. */
    boolean isSigned() {
        if (signers.isEmpty() || signatures.size() != signers.size()) {
            return false;
        }
        for (int i = 0; i < signers.size(); i++) {
            if (!verifies(signers.get(i), signedBytes(), signatures.get(i))) {
                return false;
            }
        }
        return true;
    }

    private byte[] signedBytes() {
        byte[] json = CanonicalJson.encode(unsigned());
        byte[] all = Arrays.copyOf(PREFIX, PREFIX.length + json.length);
        System.arraycopy(json, 0, all, PREFIX.length, json.length);
        return all;
    }

    private JsonObject unsigned() {
        JsonObjectBuilder hashes = Json.createObjectBuilder();
        files.forEach(hashes::add);
        JsonArrayBuilder keys = Json.createArrayBuilder();
        signers.forEach(key -> keys.add(Base64.getEncoder().encodeToString(key.getEncoded())));
        return Json.createObjectBuilder()
                .add("format", 1)
                .add("about", about)
                .add("files", hashes)
                .add("signers", keys)
                .build();
    }

    private static Optional<EvidenceManifest> of(JsonObject whole) {
        try {
            SortedMap<String, String> files = new TreeMap<>();
            whole.getJsonObject("files").forEach((name, hash) -> files.put(name, ((JsonString) hash).getString()));
            List<PublicKey> signers = new ArrayList<>();
            for (JsonValue key : whole.getJsonArray("signers")) {
                signers.add(publicKey(bytes(key)));
            }
            List<byte[]> signatures = whole.getJsonArray("signatures").stream()
                    .map(EvidenceManifest::bytes)
                    .toList();
            JsonObject about = whole.getJsonObject("about");
            return about == null
                    ? Optional.empty()
                    : Optional.of(new EvidenceManifest(about, files, signers, signatures));
        } catch (ClassCastException
                | NullPointerException
                | IllegalArgumentException
                | GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(JsonValue base64) {
        return Base64.getDecoder().decode(((JsonString) base64).getString());
    }

    private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException notRsa) {
            return KeyFactory.getInstance("EC").generatePublic(spec);
        }
    }

    /** @param base64 the signature; any other text verifies nothing */
    static boolean verifies(PublicKey key, byte[] data, String base64) {
        try {
            return verifies(key, data, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean verifies(PublicKey key, byte[] data, byte[] signature) {
        try {
            Signature check =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            check.initVerify(key);
            check.update(data);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
