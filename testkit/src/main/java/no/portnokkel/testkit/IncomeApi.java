package no.portnokkel.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;
import no.portnokkel.testkit.token.TokenIssuer;

/**
 * Skatteetaten's income API: {@code GET /inntekt/v1/{person}/oppgave/inntekt} returns a person's income in three months. The
 * token must be issued by the twin, not expired, have the scope {@code skatteetaten:inntekt} and no other audience. Banks use
 * the addresses below {@code /inntekt/v1/sbl/}, which also require the person's consent in the token.
 */
final class IncomeApi implements Handler {

    /** Base path of the API. */
    public static final String BASE = "/inntekt/v1/";

    private static final Pattern PERSON = Pattern.compile(BASE + "(sbl/)?([0-9]{11})/oppgave/inntekt");
    private static final List<String> MONTHS = List.of("2026-08", "2026-09", "2026-10");
    private static final int MIN_MONTHLY = 31_000; // kroner a month
    private static final int MONTHLY_RANGE = 40_000;

    private final ApiAuthorization authorization;
    private final LongAdder answered = new LongAdder();

    /** @param tokens verifies tokens */
    public IncomeApi(TokenIssuer tokens) {
        this.authorization = new ApiAuthorization(tokens, "skatteetaten:inntekt", "IM", "ske-samtykke-sbl-inntekt");
    }

    /** Returns how many requests were authorized and got an income. */
    public long answered() {
        return answered.sum();
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        Matcher path = PERSON.matcher(request.path());
        boolean found = request.method().equals("GET") && path.matches();
        Optional<HttpResponse> refusal =
                authorization.refusal(request, found ? path.group(2) : "", found && path.group(1) != null);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!found) {
            return authorization.notFound();
        }
        answered.increment();
        return HttpResponse.json(200, income(path.group(2)));
    }

    private static Map<String, Object> income(String person) {
        int monthly = MIN_MONTHLY + Math.floorMod(person.hashCode(), MONTHLY_RANGE);
        List<Map<String, Object>> months = MONTHS.stream()
                .map(month -> Map.<String, Object>of(
                        "kalendermaaned",
                        month,
                        "inntekt",
                        List.of(Map.of("beskrivelse", "fastloenn", "beloep", monthly))))
                .toList();
        return Map.of("norskident", person, "oppgave", months);
    }
}
