package no.portnokkel.maskinporten.token.attempt;

import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.token.TokenSource;

/** Attempts to get a token for one request. Safe for any number of threads; starting one never blocks. */
public interface Attempts {

    /** Returns what comes, or has come, of it. Never fails: a failure is an outcome. */
    CompletionStage<Outcome> start(Demand demand);

    /** Drops what is remembered of failures. */
    void forget();

    /**
     * Returns attempts that remember refusals and back off from outages.
     *
     * @param source asked on a thread of {@code means}
     * @param request asked for
     * @param windows laid over what is issued
     * @param sleep that it ages by while it is under way
     */
    static Attempts upon(TokenSource source, TokenRequest request, Windows windows, SleepWatch sleep, Means means) {
        Attempts asks = new Asks(source, request, windows, sleep, means);
        Attempts backsOff = new BacksOff(asks, means.nanoClock(), means.chance());
        return new RemembersRefusals(backsOff, means.nanoClock());
    }
}
