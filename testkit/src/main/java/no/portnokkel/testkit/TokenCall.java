package no.portnokkel.testkit;

import java.util.function.Function;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.Refusal;

/**
 * A call of the token endpoint whose grant has been judged.
 *
 * @param truth what would be answered without a script
 * @param refused dresses a refusal as this twin does
 */
record TokenCall(HttpResponse truth, Function<Refusal, HttpResponse> refused) {}
