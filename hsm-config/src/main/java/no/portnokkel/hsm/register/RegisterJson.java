package no.portnokkel.hsm.register;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import no.portnokkel.problem.UntrustedText;

/** Writes entries as JSON. */
final class RegisterJson {
    private RegisterJson() {}

    static JsonArray array(List<RegisterEntry> entries, Instant now) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        entries.forEach(entry -> array.add(object(entry, now)));
        return array.build();
    }

    static JsonObject object(RegisterEntry entry, Instant now) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("source", UntrustedText.escaped(entry.source()))
                .add("label", UntrustedText.escaped(entry.label()))
                .add("id", entry.id())
                .add("state", entry.state().word())
                .add("type", entry.type());
        entry.size().ifPresent(bits -> object.add("size", bits));
        entry.sensitive().ifPresent(value -> object.add("sensitive", value));
        entry.extractable().ifPresent(value -> object.add("extractable", value));
        entry.nonExportable().ifPresent(value -> object.add("nonExportable", value));
        entry.environments().ifPresent(names -> object.add("environments", Json.createArrayBuilder(names)));
        if (!entry.clients().isEmpty()) {
            object.add("clients", Json.createArrayBuilder(entry.clients()));
        }
        entry.certificate().ifPresent(certificate -> object.add("certificate", object(certificate)));
        entry.registeredUntil().ifPresent(until -> object.add("registeredUntil", until.toString()));
        entry.daysLeft(now).ifPresent(days -> object.add("daysLeft", days));
        return object.build();
    }

    private static JsonObjectBuilder object(X509Certificate certificate) {
        CertificateMembers members = new CertificateMembers(certificate);
        JsonObjectBuilder object =
                Json.createObjectBuilder().add("subject", members.subject()).add("issuer", members.issuer());
        members.organisationNumber().ifPresent(number -> object.add("organisationNumber", number));
        return object.add("serial", members.serial())
                .add("notBefore", members.notBefore().toString())
                .add("notAfter", members.notAfter().toString())
                .add("sha256", members.sha256());
    }
}
