package no.portnokkel.hsm.register;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.register.RegisterEntry.State;
import no.portnokkel.problem.UntrustedText;

/**
 * One cryptographic bill of materials (CBOM). A key with a certificate becomes three components: the private key, the public key and the
 * certificate; they refer to each other and to their algorithms by {@code bom-ref}.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/#components_items_cryptoProperties">CycloneDX 1.6: cryptoProperties</a>
 */
final class CycloneDxBom {
    /** Of NIST SP 800-57, 7: what a key may be used for in each of our states. */
    private static final Map<State, String> KEY_STATES = Map.of(
            State.GENERATED, "pre-activation",
            State.REQUESTED, "pre-activation",
            State.CERTIFIED, "pre-activation",
            State.REGISTERED, "pre-activation",
            State.NEXT, "pre-activation",
            State.ACTIVE, "active",
            State.PREVIOUS, "deactivated",
            State.STOPPED, "suspended",
            State.EXPIRED, "deactivated");

    private final List<RegisterEntry> entries;
    private final Instant now;
    private final Map<String, JsonObject> algorithms = new LinkedHashMap<>();
    private final JsonArrayBuilder components = Json.createArrayBuilder();

    CycloneDxBom(List<RegisterEntry> entries, Instant now) {
        this.entries = entries;
        this.now = now;
    }

    JsonObject document(String version) {
        for (int i = 0; i < entries.size(); i++) {
            add(entries.get(i), i + 1);
        }
        algorithms.values().forEach(components::add);
        return Json.createObjectBuilder()
                .add("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .add("bomFormat", "CycloneDX")
                .add("specVersion", "1.6")
                .add("version", 1)
                .add("metadata", metadata(version))
                .add("components", components)
                .build();
    }

    private JsonObjectBuilder metadata(String version) {
        JsonObjectBuilder tool = Json.createObjectBuilder()
                .add("type", "application")
                .add("name", "portnokkel")
                .add("version", version);
        return Json.createObjectBuilder()
                .add("timestamp", now.toString())
                .add(
                        "tools",
                        Json.createObjectBuilder()
                                .add("components", Json.createArrayBuilder().add(tool)));
    }

    private void add(RegisterEntry entry, int number) {
        String algorithm = keyAlgorithm(entry);
        if (entry.isKey()) {
            JsonObjectBuilder material = material("private-key", entry, algorithm)
                    .add("state", KEY_STATES.get(entry.state()))
                    .add("securedBy", Json.createObjectBuilder().add("mechanism", "HSM"));
            entry.registeredUntil().ifPresent(until -> material.add("expirationDate", until.toString()));
            components.add(component("private-key-" + number, entry)
                    .add("cryptoProperties", relatedMaterial(material))
                    .add("properties", properties(entry)));
        }
        entry.certificate().ifPresent(certificate -> {
            String publicKey = "public-key-" + number;
            components.add(component(publicKey, entry)
                    .add("cryptoProperties", relatedMaterial(material("public-key", entry, algorithm))));
            JsonObjectBuilder component = component("certificate-" + number, entry)
                    .add("hashes", sha256(certificate))
                    .add("cryptoProperties", certificate(certificate, publicKey));
            components.add(entry.isKey() ? component : component.add("properties", properties(entry)));
        });
    }

    /** A component must have a name. */
    private static JsonObjectBuilder component(String reference, RegisterEntry entry) {
        String name = entry.name();
        return Json.createObjectBuilder()
                .add("type", "cryptographic-asset")
                .add("bom-ref", reference)
                .add("name", name.isEmpty() ? reference : UntrustedText.escaped(name));
    }

    private static JsonObjectBuilder material(String type, RegisterEntry entry, String algorithm) {
        JsonObjectBuilder material =
                Json.createObjectBuilder().add("type", type).add("algorithmRef", algorithm);
        if (!entry.id().isEmpty()) {
            material.add("id", entry.id());
        }
        entry.size().ifPresent(bits -> material.add("size", bits));
        return material;
    }

    private static JsonObjectBuilder relatedMaterial(JsonObjectBuilder properties) {
        return Json.createObjectBuilder()
                .add("assetType", "related-crypto-material")
                .add("relatedCryptoMaterialProperties", properties);
    }

    private JsonObjectBuilder certificate(X509Certificate certificate, String publicKey) {
        CertificateMembers members = new CertificateMembers(certificate);
        return Json.createObjectBuilder()
                .add("assetType", "certificate")
                .add(
                        "certificateProperties",
                        Json.createObjectBuilder()
                                .add("subjectName", members.subject())
                                .add("issuerName", members.issuer())
                                .add("notValidBefore", members.notBefore().toString())
                                .add("notValidAfter", members.notAfter().toString())
                                .add("signatureAlgorithmRef", signatureAlgorithm(certificate))
                                .add("subjectPublicKeyRef", publicKey)
                                .add("certificateFormat", "X.509"));
    }

    private static JsonArrayBuilder sha256(X509Certificate certificate) {
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder()
                        .add("alg", "SHA-256")
                        .add("content", new CertificateMembers(certificate).sha256()));
    }

    /** Names that are ours alone, as CycloneDX asks for them: with a namespace. */
    private static JsonArrayBuilder properties(RegisterEntry entry) {
        JsonArrayBuilder properties = Json.createArrayBuilder()
                .add(property("source", UntrustedText.escaped(entry.source())))
                .add(property("state", entry.state().word()));
        entry.nonExportable().ifPresent(value -> properties.add(property("nonExportable", value.toString())));
        entry.environments().orElse(List.of()).forEach(name -> properties.add(property("environment", name)));
        entry.clients().forEach(name -> properties.add(property("client", name)));
        return properties;
    }

    private static JsonObjectBuilder property(String name, String value) {
        return Json.createObjectBuilder().add("name", "portnokkel:" + name).add("value", value);
    }

    private String keyAlgorithm(RegisterEntry entry) {
        Optional<String> size = entry.size().map(String::valueOf);
        return algorithm(entry.type() + size.map(bits -> "-" + bits).orElse(""), size, Optional.empty());
    }

    private String signatureAlgorithm(X509Certificate certificate) {
        return algorithm(certificate.getSigAlgName(), Optional.empty(), Optional.of(certificate.getSigAlgOID()));
    }

    /** Adds an algorithm unless it is known, and returns its reference. */
    private String algorithm(String name, Optional<String> parameters, Optional<String> oid) {
        String reference = "algorithm-" + name;
        algorithms.computeIfAbsent(reference, any -> {
            JsonObjectBuilder properties = Json.createObjectBuilder().add("primitive", "signature");
            parameters.ifPresent(set -> properties.add("parameterSetIdentifier", set));
            JsonObjectBuilder crypto =
                    Json.createObjectBuilder().add("assetType", "algorithm").add("algorithmProperties", properties);
            oid.ifPresent(dotted -> crypto.add("oid", dotted));
            return Json.createObjectBuilder()
                    .add("type", "cryptographic-asset")
                    .add("bom-ref", reference)
                    .add("name", name)
                    .add("cryptoProperties", crypto)
                    .build();
        });
        return reference;
    }
}
