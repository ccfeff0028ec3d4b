package no.portnokkel.testkit;

import java.util.function.Function;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.Refusal;

/**
 * A call to the token endpoint whose grant has been checked.
 *
 * @param correctResponse response without any fault
 * @param refusalResponse creates this twin's response for a refusal
 */
record TokenCall(HttpResponse correctResponse, Function<Refusal, HttpResponse> refusalResponse) {}
