package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import no.portnokkel.audit.SignerPem;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.register.Register;
import no.portnokkel.hsm.register.RegisterEntry;
import no.portnokkel.hsm.register.RegisterEntry.State;
import no.portnokkel.problem.Text;

/** Prints keys with their certificates: sections in the reader's language, or JSON. */
final class KeyPrinter {
    private static final Text YES = Text.message("key-list.yes");
    private static final Text NO = Text.message("key-list.no");
    private static final Text UNKNOWN = Text.message("key-list.unknown");
    private static final Text PLACEHOLDER = Text.message("key-list.placeholder");
    private static final Text NONE = Text.message("key-list.none");

    private final CliContext context;

    KeyPrinter(CliContext context) {
        this.context = context;
    }

    void section(ManagedKey key) {
        section(key, new LinkedHashMap<>());
    }

    /** Prints the key with its state. */
    void section(ManagedKey key, Register register) {
        Map<Text, String> rows = new LinkedHashMap<>();
        state(key, register).ifPresent(state -> {
            rows.put(Text.message("register.state"), translate(state.title()));
            state.waitsFor().ifPresent(next -> rows.put(Text.message("key-list.waits-for"), translate(next)));
        });
        section(key, rows);
    }

    private static Optional<State> state(ManagedKey key, Register register) {
        return register.entries().stream()
                .filter(entry -> entry.isKey()
                        && entry.label().equals(key.label())
                        && entry.id().equals(key.key().id()))
                .map(RegisterEntry::state)
                .findFirst();
    }

    private void section(ManagedKey key, Map<Text, String> rows) {
        rows.put(Text.message("key-list.id"), key.key().id());
        String bits = key.key().bits().map(length -> " " + length).orElse("");
        rows.put(Text.message("key-list.type"), key.key().type() + bits);
        for (KeyAttribute attribute : KeyAttribute.values()) {
            Boolean value = key.key().attributes().get(attribute);
            rows.put(attribute.title(), translate(value == null ? UNKNOWN : value ? YES : NO));
        }
        key.publicKey()
                .ifPresent(publicKey ->
                        rows.put(Text.message("key-list.public-key"), CliContext.sha256(publicKey.getEncoded())));
        Optional<X509Certificate> issued = key.certificate().filter(present -> !key.hasPlaceholder());
        issued.ifPresentOrElse(
                certificate -> describe(certificate, rows),
                () -> rows.put(
                        Text.message("key-list.certificate"), translate(key.hasPlaceholder() ? PLACEHOLDER : NONE)));
        context.section(key.label(), rows);
    }

    /** Prints the public key of an audit, with which others verify checkpoints; nothing for a key that gets a certificate. */
    void pem(ManagedKey key) {
        auditKey(key).ifPresent(publicKey -> {
            context.out().print(SignerPem.write(publicKey));
            context.out().flush();
        });
    }

    private static Optional<PublicKey> auditKey(ManagedKey key) {
        return key.publicKey().filter(publicKey -> publicKey.getAlgorithm().equals("EC"));
    }

    void json(ManagedKey key) {
        context.json(object(key).build());
    }

    /** Prints keys with their states. */
    void json(List<ManagedKey> keys, Register register) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (ManagedKey key : keys) {
            JsonObjectBuilder object = object(key);
            state(key, register).ifPresent(state -> {
                object.add("state", state.word());
                state.waitsFor().ifPresent(next -> object.add("waitsFor", CliContext.json(next)));
            });
            array.add(object);
        }
        context.json(array.build());
    }

    private void describe(X509Certificate certificate, Map<Text, String> rows) {
        rows.put(Text.message("key-list.certificate"), Seid.subject(certificate));
        rows.put(Text.message("key-list.issuer"), issuer(certificate));
        rows.put(
                Text.message("key-list.organisation"),
                Seid.organisationNumber(certificate).orElse("–"));
        Instant until = certificate.getNotAfter().toInstant();
        String date = until.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        rows.put(
                Text.message("key-list.valid-until"),
                translate(Text.message("key-list.date-and-days", Map.of("date", date, "daysLeft", daysLeft(until)))));
        rows.put(Text.message("key-list.sha256"), sha256(certificate));
    }

    JsonObjectBuilder object(ManagedKey key) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("label", key.label())
                .add("id", key.key().id())
                .add("type", key.key().type());
        key.key().bits().ifPresent(bits -> object.add("size", bits));
        for (KeyAttribute attribute : KeyAttribute.values()) {
            Optional.ofNullable(key.key().attributes().get(attribute))
                    .ifPresent(value -> object.add(attribute.word(), value));
        }
        key.publicKey()
                .ifPresent(publicKey -> object.add("publicKeySha256", CliContext.sha256(publicKey.getEncoded())));
        auditKey(key).ifPresent(publicKey -> object.add("publicKeyPem", SignerPem.write(publicKey)));
        object.add("placeholder", key.hasPlaceholder());
        key.certificate()
                .filter(present -> !key.hasPlaceholder())
                .ifPresent(certificate -> object.add("certificate", object(certificate)));
        return object;
    }

    private JsonObjectBuilder object(X509Certificate certificate) {
        Instant until = certificate.getNotAfter().toInstant();
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("subject", Seid.subject(certificate))
                .add("issuer", issuer(certificate));
        Seid.organisationNumber(certificate).ifPresent(number -> object.add("organisationNumber", number));
        return object.add("notBefore", certificate.getNotBefore().toInstant().toString())
                .add("notAfter", until.toString())
                .add("daysLeft", daysLeft(until))
                .add("sha256", sha256(certificate));
    }

    private long daysLeft(Instant until) {
        return Duration.between(context.clock().instant(), until).toDays();
    }

    private String translate(Text text) {
        return text.in(context.locale());
    }

    private static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName(X500Principal.RFC2253);
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return CliContext.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) { // it was read from its encoding
            throw new IllegalStateException("A certificate has no encoding.", impossible);
        }
    }
}
