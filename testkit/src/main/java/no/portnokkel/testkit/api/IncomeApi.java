package no.portnokkel.testkit.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.testkit.http.Answer;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.Request;
import no.portnokkel.testkit.token.TokenMint;

/**
 * Income of a person in the last three months: {@code GET /inntekt/v1/{person}/oppgave/inntekt}. The token must be the
 * twin's, unexpired, with the scope {@code skatteetaten:inntekt} and without an audience of somebody else.
 */
public final class IncomeApi implements Handler {

    /** Where the API begins; a token is meant for what lies below. */
    public static final String BASE = "/inntekt/v1/";

    private static final String SCOPE = "skatteetaten:inntekt";
    private static final Pattern PERSON = Pattern.compile(BASE + "([0-9]{11})/oppgave/inntekt");
    private static final List<String> MONTHS = List.of("2026-08", "2026-09", "2026-10");
    private static final int LOWEST = 31_000; // kroner a month
    private static final int SPREAD = 40_000;

    private final TokenMint tokens;
    private final LongAdder answered = new LongAdder();

    /** @param tokens knows which tokens are good */
    public IncomeApi(TokenMint tokens) {
        this.tokens = tokens;
    }

    /** How many requests had a good token and got an income. */
    public long answered() {
        return answered.sum();
    }

    @Override
    public Answer answer(Request request) {
        Optional<Map<String, Object>> claims = request.header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .flatMap(value -> tokens.verified(value.substring("Bearer ".length())))
                .filter(IncomeApi::isMeantForUs);
        if (claims.isEmpty()) {
            return error(401, "IM-004", "Feil i forbindelse med autentisering").with("WWW-Authenticate", "Bearer");
        }
        if (!List.of(String.valueOf(claims.get().get("scope")).split(" ", -1)).contains(SCOPE)) {
            return error(403, "IM-005", "Feil i forbindelse med autorisering");
        }
        Matcher person = PERSON.matcher(request.path());
        if (!request.method().equals("GET") || !person.matches()) {
            return error(404, "IM-007", "Fant ikke ressursen");
        }
        answered.increment();
        return Answer.json(200, income(person.group(1)));
    }

    private static boolean isMeantForUs(Map<String, Object> claims) {
        Object audience =
                claims.getOrDefault("aud", "unspecified"); // what Maskinporten once wrote for "nobody special"
        return audience.equals("unspecified");
    }

    private static Map<String, Object> income(String person) {
        int monthly = LOWEST + Math.floorMod(person.hashCode(), SPREAD);
        List<Map<String, Object>> months = MONTHS.stream()
                .map(month -> Map.<String, Object>of(
                        "kalendermaaned",
                        month,
                        "inntekt",
                        List.of(Map.of("beskrivelse", "fastloenn", "beloep", monthly))))
                .toList();
        return Map.of("norskident", person, "oppgave", months);
    }

    private static Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                Map.of(
                        "kode",
                        code,
                        "melding",
                        message,
                        "korrelasjonsid",
                        UUID.randomUUID().toString()));
    }
}
