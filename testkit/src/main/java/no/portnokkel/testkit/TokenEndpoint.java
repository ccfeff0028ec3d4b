package no.portnokkel.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.grant.GrantCheck;
import no.portnokkel.testkit.grant.PresentedGrant;
import no.portnokkel.testkit.grant.Verdict;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;
import no.portnokkel.testkit.refusal.ErrorFormat;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.token.TokenIssuer;

/** {@code POST /token} (RFC 7523, section 2.1). */
record TokenEndpoint(
        GrantCheck check, TokenIssuer tokens, ErrorResponses errors, Clock clock, GrantLog log, FaultPlan faults)
        implements Handler {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    @Override
    public HttpResponse answer(HttpRequest request) throws InterruptedException {
        HttpResponse correctResponse = correctResponse(request);
        ScriptedAnswer scripted = faults.take();
        faults.awaitResponse(scripted.pause());
        return scripted.answer(new ScriptedAnswer.Call(correctResponse, errors::of));
    }

    private HttpResponse correctResponse(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return HttpResponse.text(405, "").with("Allow", "POST");
        }
        if (!request.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return errors.of(KnownRefusal.INVALID_REQUEST.with("The content type is " + FORM));
        }
        Map<String, List<String>> form = parse(request.body());
        if (!form.getOrDefault("grant_type", List.of()).equals(List.of(GRANT_TYPE))) {
            return errors.of(KnownRefusal.UNSUPPORTED_GRANT_TYPE.with());
        }
        List<String> assertions = form.getOrDefault("assertion", List.of());
        return assertions.size() == 1
                ? respond(check.check(assertions.get(0)))
                : errors.of(KnownRefusal.INVALID_REQUEST.with("Exactly one assertion is required"));
    }

    private HttpResponse respond(Verdict verdict) {
        log.add(received(verdict));
        if (verdict instanceof Verdict.Refused refused) {
            return errors.of(refused.refusal());
        }
        Verdict.Accepted accepted = (Verdict.Accepted) verdict;
        TokenIssuer.IssuedToken token = tokens.issue(accepted, faults.tokenLifetime());
        return HttpResponse.json(
                200,
                Map.of(
                        "access_token", token.value(),
                        "token_type", "Bearer",
                        "expires_in", token.lifetime().toSeconds(),
                        "scope", String.join(" ", accepted.grant().scopes())));
    }

    private ReceivedGrant received(Verdict verdict) {
        Optional<PresentedGrant> grant = verdict.presented();
        Optional<Refusal> refusal =
                verdict instanceof Verdict.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
        return new ReceivedGrant(
                clock.instant(),
                grant.map(PresentedGrant::header).orElse(Map.of()),
                grant.map(PresentedGrant::claims).orElse(Map.of()),
                refusal.isEmpty(),
                refusal.flatMap(Refusal::code),
                refusal.map(Refusal::description),
                verdict instanceof Verdict.Accepted accepted ? accepted.warnings() : Set.of());
    }

    private static Map<String, List<String>> parse(String form) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String value = parts.length == 2 ? decode(parts[1]) : "";
            values.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>()).add(value);
        }
        return values;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException broken) {
            return ""; // treats a malformed value as a missing one
        }
    }

    /** Creates HTTP responses for refusals, each with its own trace id. */
    record ErrorResponses(URI issuer, ErrorFormat format, SecureRandom random) {

        private static final int ID_BYTES = 16;

        HttpResponse of(Refusal refusal) {
            byte[] id = new byte[ID_BYTES];
            random.nextBytes(id);
            return HttpResponse.json(refusal.status(), refusal.members(issuer, format, id));
        }
    }
}
