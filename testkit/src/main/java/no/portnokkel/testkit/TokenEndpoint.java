package no.portnokkel.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.grant.GrantCheck;
import no.portnokkel.testkit.grant.Judgement;
import no.portnokkel.testkit.grant.KnownRefusal;
import no.portnokkel.testkit.grant.PresentedGrant;
import no.portnokkel.testkit.grant.Refusal;
import no.portnokkel.testkit.http.Answer;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.Request;
import no.portnokkel.testkit.token.TokenMint;

/** {@code POST /token} (RFC 7523, section 2.1). */
record TokenEndpoint(
        URI issuer, GrantCheck check, TokenMint mint, Clock clock, SecureRandom random, GrantLog log, Script script)
        implements Handler {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Answer truth = truth(request);
        Optional<ScriptedAnswer> scripted = script.take();
        script.waitAsTold();
        return scripted.flatMap(answer -> answer.answer(issuer, newTraceId())).orElse(truth);
    }

    private Answer truth(Request request) {
        if (!request.method().equals("POST")) {
            return Answer.text(405, "").with("Allow", "POST");
        }
        if (!request.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return refuse(KnownRefusal.INVALID_REQUEST.with("The content type is " + FORM));
        }
        Map<String, List<String>> form = parse(request.body());
        if (!form.getOrDefault("grant_type", List.of()).equals(List.of(GRANT_TYPE))) {
            return refuse(KnownRefusal.UNSUPPORTED_GRANT_TYPE.with());
        }
        List<String> assertions = form.getOrDefault("assertion", List.of());
        return assertions.size() == 1
                ? answer(check.judge(assertions.get(0)))
                : refuse(KnownRefusal.INVALID_REQUEST.with("Exactly one assertion is required"));
    }

    private Answer answer(Judgement judgement) {
        log.add(received(judgement));
        if (judgement instanceof Judgement.Refused refused) {
            return refuse(refused.refusal());
        }
        Judgement.Accepted accepted = (Judgement.Accepted) judgement;
        return Answer.json(
                200,
                Map.of(
                        "access_token", mint.mint(accepted),
                        "token_type", "Bearer",
                        "expires_in", mint.lifetime().toSeconds(),
                        "scope", String.join(" ", accepted.grant().scopes())));
    }

    private ReceivedGrant received(Judgement judgement) {
        Optional<PresentedGrant> grant = judgement.presented();
        return new ReceivedGrant(
                clock.instant(),
                grant.map(PresentedGrant::header).orElse(Map.of()),
                grant.map(PresentedGrant::claims).orElse(Map.of()),
                judgement instanceof Judgement.Accepted,
                judgement instanceof Judgement.Refused refused
                        ? refused.refusal().code()
                        : Optional.empty());
    }

    private Answer refuse(Refusal refusal) {
        return Answer.json(refusal.status(), refusal.members(issuer, newTraceId()));
    }

    private String newTraceId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
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
