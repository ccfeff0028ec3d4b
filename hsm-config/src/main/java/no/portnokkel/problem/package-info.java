/**
 * How every part of Portnøkkel reports what is wrong: a {@link no.portnokkel.problem.Problem} with a stable code, an
 * owner and a remedy, in Norwegian bokmål and English.
 *
 * <p>The flow: code that fails picks a {@link no.portnokkel.problem.ProblemCode} and a message key; {@link
 * no.portnokkel.problem.Text} reads both languages from {@code no.portnokkel.message}; the control room, the log and
 * the command line show the {@code Problem}.
 *
 * <p>At the bottom of the module, so that the HSM, the token cache and the control room share one table of codes.
 * Plain values: this package does not log, reads no configuration and knows nothing of HTTP but the status number.
 *
 * <pre>{@code
 * import java.util.Locale;
 * import no.portnokkel.maskinporten.TokenException;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.problem.Problem;
 *
 * try {
 *     tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
 * } catch (TokenException failed) {
 *     Problem problem = failed.problem();
 *     report(problem.code() + ": " + problem.remedy().in(Locale.ENGLISH));
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.problem;

import org.jspecify.annotations.NullMarked;
