package no.portnokkel.control.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.problem.UntrustedText;

/**
 * An act to be recorded: of a person, of somebody who is not signed in, or of the product itself. Holds no secret. Texts are cleaned when it is written: invisible characters are escaped, and possible
 * national identity numbers and tokens are masked, but not in the id of who acted.
 *
 * @param person who acted; empty if nobody is signed in, and for the product
 * @param address from which the request came; empty for the product
 * @param object acted upon, for example a switch or a scope
 * @param before state of the object before the act
 * @param after state of the object after the act
 * @param reason as the person gave it
 * @param digest of what was decided about, for example of a difference
 */
public record AuditRecord(
        Act act,
        Optional<Person> person,
        Optional<String> address,
        String object,
        Optional<String> before,
        Optional<String> after,
        Optional<String> reason,
        Optional<String> digest) {
    private static final int LONGEST_NAME = 200; // characters
    private static final int LONGEST_TEXT = 1_000;

    /** Returns the record of a person's act. */
    public static AuditRecord by(Actor actor, Act act, String object) {
        return of(act, Optional.of(actor.person()), Optional.of(actor.address()), object);
    }

    /** Returns the record of what somebody tried who is not signed in. */
    public static AuditRecord byUnknown(String address, Act act, String object) {
        return of(act, Optional.empty(), Optional.of(address), object);
    }

    /** Returns the record of what the product did by itself. */
    public static AuditRecord byProduct(Act act, String object) {
        return of(act, Optional.empty(), Optional.empty(), object);
    }

    private static AuditRecord of(Act act, Optional<Person> person, Optional<String> address, String object) {
        return new AuditRecord(
                act, person, address, object, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the same record with the state of the object after the act. */
    public AuditRecord to(String state) {
        return new AuditRecord(act, person, address, object, before, Optional.of(state), reason, digest);
    }

    /** Returns the same record with the states of the object before and after the act. */
    public AuditRecord change(Optional<String> from, String to) {
        return new AuditRecord(act, person, address, object, from, Optional.of(to), reason, digest);
    }

    /** Returns the same record with a reason. */
    public AuditRecord because(String text) {
        return new AuditRecord(act, person, address, object, before, after, Optional.of(text), digest);
    }

    /** Returns the same record with the digest of what was decided about. */
    public AuditRecord about(String sha256) {
        return new AuditRecord(act, person, address, object, before, after, reason, Optional.of(sha256));
    }

    /** Returns the members of its line: a JSON object without sequence number and chain. */
    String members(Instant time, String node) {
        JsonObjectBuilder line = Json.createObjectBuilder()
                .add("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
                .add("node", cleaned(node, LONGEST_NAME))
                .add("actor", actorMembers())
                .add("act", act.word())
                .add("object", cleaned(object, LONGEST_TEXT));
        before.ifPresent(text -> line.add("before", cleaned(text, LONGEST_TEXT)));
        after.ifPresent(text -> line.add("after", cleaned(text, LONGEST_TEXT)));
        reason.ifPresent(text -> line.add("reason", cleaned(text, LONGEST_TEXT)));
        digest.ifPresent(sha256 -> line.add("digest", sha256));
        return line.build().toString();
    }

    private JsonObjectBuilder actorMembers() {
        String unnamed = address.isPresent() ? "not signed in" : "portnokkel";
        JsonObjectBuilder members = Json.createObjectBuilder()
                .add("name", cleaned(person.map(Person::name).orElse(unnamed), LONGEST_NAME));
        person.ifPresent(known -> {
            members.add(
                    "id",
                    UntrustedText.oneLine(known.id())); // not masked: it may look like a secret, and says who it was
            JsonArrayBuilder roles = Json.createArrayBuilder();
            known.roles().forEach(role -> roles.add(role.code()));
            members.add("roles", roles);
        });
        address.ifPresent(from -> members.add("address", cleaned(from, LONGEST_NAME)));
        return members;
    }

    private static String cleaned(String text, int longest) {
        return UntrustedText.clean(text, longest);
    }
}
