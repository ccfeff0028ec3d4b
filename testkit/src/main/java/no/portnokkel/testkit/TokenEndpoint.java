package no.portnokkel.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
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
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.token.IssuedToken;
import no.portnokkel.testkit.token.TokenIssuer;

/** {@code POST /token} (RFC 7523, section 2.1). */
record TokenEndpoint(
        GrantCheck check, TokenIssuer mint, ErrorResponses refusals, Clock clock, GrantLog log, FaultPlan script)
        implements Handler {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    @Override
    public HttpResponse answer(HttpRequest request) throws InterruptedException {
        HttpResponse truth = truth(request);
        ScriptedAnswer scripted = script.take();
        script.waitAsTold(scripted.pause());
        return scripted.answer(new TokenCall(truth, refusals::answer));
    }

    private HttpResponse truth(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return HttpResponse.text(405, "").with("Allow", "POST");
        }
        if (!request.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return refusals.answer(KnownRefusal.INVALID_REQUEST.with("The content type is " + FORM));
        }
        Map<String, List<String>> form = parse(request.body());
        if (!form.getOrDefault("grant_type", List.of()).equals(List.of(GRANT_TYPE))) {
            return refusals.answer(KnownRefusal.UNSUPPORTED_GRANT_TYPE.with());
        }
        List<String> assertions = form.getOrDefault("assertion", List.of());
        return assertions.size() == 1
                ? answer(check.judge(assertions.get(0)))
                : refusals.answer(KnownRefusal.INVALID_REQUEST.with("Exactly one assertion is required"));
    }

    private HttpResponse answer(Verdict judgement) {
        log.add(received(judgement));
        if (judgement instanceof Verdict.Refused refused) {
            return refusals.answer(refused.refusal());
        }
        Verdict.Accepted accepted = (Verdict.Accepted) judgement;
        IssuedToken token = mint.mint(accepted, script.tokenLifetime());
        return HttpResponse.json(
                200,
                Map.of(
                        "access_token", token.value(),
                        "token_type", "Bearer",
                        "expires_in", token.lifetime().toSeconds(),
                        "scope", String.join(" ", accepted.grant().scopes())));
    }

    private ReceivedGrant received(Verdict judgement) {
        Optional<PresentedGrant> grant = judgement.presented();
        Optional<Refusal> refusal =
                judgement instanceof Verdict.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
        return new ReceivedGrant(
                clock.instant(),
                grant.map(PresentedGrant::header).orElse(Map.of()),
                grant.map(PresentedGrant::claims).orElse(Map.of()),
                refusal.isEmpty(),
                refusal.flatMap(Refusal::code),
                refusal.map(Refusal::description),
                judgement instanceof Verdict.Accepted accepted ? accepted.notes() : Set.of());
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
            return ""; // a broken value is as good as none
        }
    }
}
