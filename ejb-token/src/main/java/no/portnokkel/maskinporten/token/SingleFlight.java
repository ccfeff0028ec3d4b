package no.portnokkel.maskinporten.token;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Lets equal requests share one flight, each caller with its own limit. A caller that gives up or is interrupted does
 * not end the flight of the others. Keeps nothing.
 */
public final class SingleFlight implements TokenSource {
    private final TokenSource next;
    private final Executor flights;
    private final Duration wait;
    private final Map<TokenRequest, CompletableFuture<IssuedToken>> flying = new ConcurrentHashMap<>();

    /**
     * @param next does the work, on a thread of {@code flights}
     * @param flights must not be the callers' own threads
     * @param wait longest wait of a caller
     */
    public SingleFlight(TokenSource next, Executor flights, Duration wait) {
        this.next = next;
        this.flights = flights;
        this.wait = wait;
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        CompletableFuture<IssuedToken> mine = new CompletableFuture<>();
        CompletableFuture<IssuedToken> others = flying.putIfAbsent(request, mine);
        if (others != null) {
            return await(others);
        }
        try {
            flights.execute(() -> fly(request, mine));
        } catch (RejectedExecutionException full) {
            flying.remove(request, mine);
            mine.completeExceptionally(new TokenUnavailableException(busy(), full));
        }
        return await(mine);
    }

    private void fly(TokenRequest request, CompletableFuture<IssuedToken> flight) {
        try {
            IssuedToken issued = next.token(request);
            flying.remove(request, flight); // before anybody is told: who comes later gets a flight of their own
            flight.complete(issued);
        } catch (RuntimeException | Error failed) { // whatever ended it: nobody is left waiting
            flying.remove(request, flight);
            flight.completeExceptionally(failed);
        }
    }

    private IssuedToken await(CompletableFuture<IssuedToken> flight) {
        try {
            return flight.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw forThisCaller(failed);
        } catch (TimeoutException late) {
            throw new TokenUnavailableException(tooLate(), late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TokenUnavailableException(tooLate(), interrupted);
        }
    }

    /** Every caller gets an exception with its own stack. */
    private static TokenException forThisCaller(ExecutionException failed) {
        if (failed.getCause() instanceof TokenException known) {
            return known.forAnotherCaller();
        }
        throw new IllegalStateException("The flight ended without a token", failed.getCause());
    }

    private static Problem busy() {
        return Problem.of(
                ProblemCode.HSM_BUSY,
                new Text("For mange token hentes samtidig.", "Too many tokens are being fetched at once."),
                new Text("Prøv igjen om litt.", "Try again in a moment."));
    }

    private Problem tooLate() {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        "Ikke noe token innen " + wait + " (portnokkel.tokens.wait).",
                        "No token within " + wait + " (portnokkel.tokens.wait)."),
                new Text(
                        "Se status for HSM og Maskinporten; forsøket går videre i bakgrunnen.",
                        "See the state of the HSM and of Maskinporten; the attempt goes on in the background."));
    }
}
