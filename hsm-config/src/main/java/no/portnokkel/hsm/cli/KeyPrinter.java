package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.problem.Text;

/** Prints keys with what lies beside them: a card each in the reader's language, or JSON. */
final class KeyPrinter {
    private static final Text YES = Text.message("key-printer.yes");
    private static final Text NO = Text.message("key-printer.no");
    private static final Text UNKNOWN = Text.message("key-printer.unknown");
    private static final Text PLACEHOLDER = Text.message("key-printer.placeholder");
    private static final Text NONE = Text.message("key-printer.none");

    private final CliContext desk;

    KeyPrinter(CliContext desk) {
        this.desk = desk;
    }

    void card(ManagedKey entry) {
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("key-printer.rows"), entry.key().id());
        String bits = entry.key().bits().map(length -> " " + length).orElse("");
        rows.put(Text.message("key-printer.bits"), entry.key().type() + bits);
        for (KeyAttribute attribute : KeyAttribute.values()) {
            Boolean value = entry.key().attributes().get(attribute);
            rows.put(attribute.title(), word(value == null ? UNKNOWN : value ? YES : NO));
        }
        Optional<X509Certificate> issued = entry.certificate().filter(present -> !entry.hasPlaceholder());
        issued.ifPresentOrElse(
                certificate -> describe(certificate, rows),
                () -> rows.put(Text.message("key-printer.issued"), word(entry.hasPlaceholder() ? PLACEHOLDER : NONE)));
        desk.card(entry.label(), rows);
    }

    void json(ManagedKey entry) {
        desk.json(object(entry).build());
    }

    void json(List<ManagedKey> entries) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        entries.forEach(entry -> array.add(object(entry)));
        desk.json(array.build());
    }

    private void describe(X509Certificate certificate, Map<Text, String> rows) {
        rows.put(Text.message("key-printer.describe"), Seid.subject(certificate));
        rows.put(Text.message("key-printer.describe-2"), issuer(certificate));
        rows.put(
                Text.message("key-printer.describe-3"),
                Seid.organisationNumber(certificate).orElse("–"));
        Instant until = certificate.getNotAfter().toInstant();
        String day = until.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        rows.put(
                Text.message("key-printer.day"),
                word(Text.message("key-printer.day-2", Map.of("day", day, "daysLeft", daysLeft(until)))));
        rows.put(Text.message("key-printer.day-3"), sha256(certificate));
    }

    private JsonObjectBuilder object(ManagedKey entry) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("label", entry.label())
                .add("id", entry.key().id())
                .add("type", entry.key().type());
        entry.key().bits().ifPresent(bits -> object.add("size", bits));
        for (KeyAttribute attribute : KeyAttribute.values()) {
            Optional.ofNullable(entry.key().attributes().get(attribute))
                    .ifPresent(value -> object.add(attribute.word(), value));
        }
        object.add("placeholder", entry.hasPlaceholder());
        entry.certificate()
                .filter(present -> !entry.hasPlaceholder())
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
        return Duration.between(desk.clock().instant(), until).toDays();
    }

    private String word(Text text) {
        return text.in(desk.reader());
    }

    private static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName(X500Principal.RFC2253);
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) { // every Java platform has it, and the certificate was read
            throw new IllegalStateException("SHA-256", impossible);
        }
    }
}
