package no.portnokkel.hsm.register;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/**
 * Keys and certificates of one device or of several, as they were at one time. What is not known is left out of each format.
 *
 * @param entries keys before certificates, by source and label
 * @param time by which the days are counted
 */
public record Register(List<RegisterEntry> entries, Instant time) {
    private static final Comparator<RegisterEntry> ORDER = Comparator.comparing(RegisterEntry::source)
            .thenComparing(entry -> !entry.isKey())
            .thenComparing(RegisterEntry::label)
            .thenComparing(RegisterEntry::id);

    public Register {
        entries = entries.stream().sorted(ORDER).toList();
    }

    /**
     * Returns the register of one device.
     *
     * @param source name of the device in the register
     * @param uses where the configuration names keys of this device; empty when there is no configuration to ask
     * @param requested whether a certificate was requested for a key, as far as it is known
     */
    public static Register of(
            TokenObjects objects,
            String source,
            Optional<List<KeyUse>> uses,
            Predicate<PublicKey> requested,
            Instant now) {
        return new Register(new RegisterReader(objects, source, uses, requested, now).entries(), now);
    }

    /** Returns one object for each entry. */
    public JsonArray json() {
        return RegisterJson.array(entries, time);
    }

    /** Returns the keys without the certificates that belong to none. */
    public Register keys() {
        return new Register(entries.stream().filter(RegisterEntry::isKey).toList(), time);
    }

    /**
     * Returns a table with a header line.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180: CSV</a>
     */
    public String csv() {
        return RegisterCsv.table(entries, time);
    }

    /**
     * Returns the inventory for tools that collect cryptographic assets.
     *
     * @param version of this product
     * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
     */
    public JsonObject cycloneDx(String version) {
        return new CycloneDxBom(entries, time).document(version);
    }
}
