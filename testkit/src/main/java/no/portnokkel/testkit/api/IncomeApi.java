package no.portnokkel.testkit.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.token.TokenIssuer;

/**
 * Income of a person in the last three months: {@code GET /inntekt/v1/{person}/oppgave/inntekt}. The token must be the
 * twin's, unexpired, with the scope {@code skatteetaten:inntekt} and without an audience of somebody else. Banks ask below
 * {@code /inntekt/v1/sbl/}, and their token must carry the person's consent.
 */
public final class IncomeApi implements Handler {

    /** Where the API begins; a token is meant for what lies below. */
    public static final String BASE = "/inntekt/v1/";

    private static final Pattern PERSON = Pattern.compile(BASE + "(sbl/)?([0-9]{11})/oppgave/inntekt");
    private static final List<String> MONTHS = List.of("2026-08", "2026-09", "2026-10");
    private static final int LOWEST = 31_000; // kroner a month
    private static final int SPREAD = 40_000;

    private final ApiAuthorization door;
    private final LongAdder answered = new LongAdder();

    /** @param tokens knows which tokens are good */
    public IncomeApi(TokenIssuer tokens) {
        this.door = new ApiAuthorization(tokens, "skatteetaten:inntekt", "IM", "ske-samtykke-sbl-inntekt");
    }

    /** How many requests had a good token and got an income. */
    public long answered() {
        return answered.sum();
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        Matcher asked = PERSON.matcher(request.path());
        boolean there = request.method().equals("GET") && asked.matches();
        Optional<HttpResponse> refusal =
                door.refusal(request, there ? asked.group(2) : "", there && asked.group(1) != null);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!there) {
            return door.notFound();
        }
        answered.increment();
        return HttpResponse.json(200, income(asked.group(2)));
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
}
