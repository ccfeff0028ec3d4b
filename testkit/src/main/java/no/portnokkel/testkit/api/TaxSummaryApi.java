package no.portnokkel.testkit.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.token.TokenIssuer;

/**
 * A person's tax summary of one year, for banks: {@code GET /summertskattegrunnlag/v2/sbl/{year}/{person}}. The token has
 * the scope {@code skatteetaten:summertskattegrunnlag} and carries the person's consent.
 */
public final class TaxSummaryApi implements Handler {
    /** Where the API begins. */
    public static final String BASE = "/summertskattegrunnlag/v2/";

    private static final Pattern SUMMARY = Pattern.compile(BASE + "sbl/([0-9]{4})/([0-9]{11})");
    private static final int LOWEST = 380_000; // kroner a year
    private static final int SPREAD = 500_000;
    private static final int DEBT = 2; // times the income

    private final ApiAuthorization door;

    /** @param tokens knows which tokens are good */
    public TaxSummaryApi(TokenIssuer tokens) {
        this.door = new ApiAuthorization(
                tokens, "skatteetaten:summertskattegrunnlag", "SSG", "ske-samtykke-sbl-summert-skattegrunnlag");
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        Matcher asked = SUMMARY.matcher(request.path());
        if (!request.method().equals("GET") || !asked.matches()) {
            return door.notFound();
        }
        Optional<HttpResponse> refusal = door.refusal(request, asked.group(2), true);
        return refusal.orElseGet(() -> HttpResponse.json(200, summary(asked.group(1), asked.group(2))));
    }

    private static Map<String, Object> summary(String year, String person) {
        int income = LOWEST + Math.floorMod(person.hashCode(), SPREAD);
        return Map.of(
                "personidentifikator",
                person,
                "inntektsaar",
                year,
                "grunnlag",
                List.of(
                        Map.of("tekniskNavn", "samledeLoennsinntekter", "beloep", income),
                        Map.of("tekniskNavn", "samletGjeld", "beloep", DEBT * income)));
    }
}
