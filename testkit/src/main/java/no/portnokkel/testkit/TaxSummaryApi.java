package no.portnokkel.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;
import no.portnokkel.testkit.token.TokenIssuer;

/**
 * Skatteetaten's tax summary API for banks: {@code GET /summertskattegrunnlag/v2/sbl/{year}/{person}} returns a person's tax
 * summary of one year. Requires the scope {@code skatteetaten:summertskattegrunnlag} and the person's consent in the token.
 */
final class TaxSummaryApi implements Handler {
    /** Base path of the API. */
    public static final String BASE = "/summertskattegrunnlag/v2/";

    private static final Pattern SUMMARY = Pattern.compile(BASE + "sbl/([0-9]{4})/([0-9]{11})");
    private static final int MIN_INCOME = 380_000; // kroner a year
    private static final int INCOME_RANGE = 500_000;
    private static final int DEBT_FACTOR = 2; // debt relative to income

    private final ApiAuthorization authorization;

    /** @param tokens verifies tokens */
    public TaxSummaryApi(TokenIssuer tokens) {
        this.authorization = new ApiAuthorization(
                tokens, "skatteetaten:summertskattegrunnlag", "SSG", "ske-samtykke-sbl-summert-skattegrunnlag");
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        Matcher path = SUMMARY.matcher(request.path());
        if (!request.method().equals("GET") || !path.matches()) {
            return authorization.notFound();
        }
        Optional<HttpResponse> refusal = authorization.refusal(request, path.group(2), true);
        return refusal.orElseGet(() -> HttpResponse.json(200, summary(path.group(1), path.group(2))));
    }

    private static Map<String, Object> summary(String year, String person) {
        int income = MIN_INCOME + Math.floorMod(person.hashCode(), INCOME_RANGE);
        return Map.of(
                "personidentifikator",
                person,
                "inntektsaar",
                year,
                "grunnlag",
                List.of(
                        Map.of("tekniskNavn", "samledeLoennsinntekter", "beloep", income),
                        Map.of("tekniskNavn", "samletGjeld", "beloep", DEBT_FACTOR * income)));
    }
}
