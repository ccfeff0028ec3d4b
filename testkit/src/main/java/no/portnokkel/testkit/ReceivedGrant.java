package no.portnokkel.testkit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.testkit.grant.Warning;

/**
 * A grant that the twin has received, without its signature, so that nobody can send it again. {@code toString} masks
 * persons' numbers; {@code claims} does not.
 *
 * @param at by the twin's clock
 * @param header empty when it could not be read
 * @param claims empty when they could not be read
 * @param accepted whether the grant was good; the answer may have been scripted all the same
 * @param code Maskinporten's, of the refusal; empty when accepted or when the refusal has none
 * @param refusal the text of the refusal, without the trace id; empty when accepted
 * @param notes what was accepted although it is not as documented; empty when refused
 */
public record ReceivedGrant(
        Instant at,
        Map<String, Object> header,
        Map<String, Object> claims,
        boolean accepted,
        Optional<String> code,
        Optional<String> refusal,
        Set<Warning> notes) {

    public ReceivedGrant {
        header = Collections.unmodifiableMap(header); // Map.copyOf refuses the null values that a wrong grant may have
        claims = Collections.unmodifiableMap(claims);
        notes = Set.copyOf(notes);
    }

    /** Whether the grant carries {@code nbf}, which Digdir does not document and accepts all the same. */
    public boolean carriesNotBefore() {
        return claims.containsKey("nbf");
    }

    /** Returns what the control address shows: no person's number, no certificate. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", at.toString());
        shown.put("accepted", accepted);
        code.ifPresent(known -> shown.put("mp", known));
        refusal.ifPresent(text -> shown.put("refusal", PersonNumberMask.of(text)));
        shown.put("notes", new TreeSet<>(notes).stream().map(Warning::name).toList());
        new TreeSet<>(header.keySet()).forEach(name -> {
            if (!name.equals("x5c")) {
                shown.putIfAbsent(name, PersonNumberMask.of(header.get(name)));
            }
        });
        claims.forEach((name, value) ->
                shown.putIfAbsent(name, PersonNumberMask.of(value))); // a claim "accepted" is no verdict
        return shown;
    }

    @Override
    public String toString() {
        return shown().toString();
    }
}
