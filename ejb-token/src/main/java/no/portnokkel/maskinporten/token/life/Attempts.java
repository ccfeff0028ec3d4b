package no.portnokkel.maskinporten.token.life;

import java.util.concurrent.CompletionStage;

/** Attempts to get a token for one request. Safe for any number of threads; starting one never blocks. */
interface Attempts {

    /** Returns what comes, or has come, of it. Never fails: a failure is an outcome. */
    CompletionStage<Outcome> start(Demand demand);

    /** Drops what is remembered of failures. */
    void forget();
}
