package no.portnokkel.maskinporten.token;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.TokenRequest;

/** Keeps tokens until shortly before they expire. Leaves fetching, and who waits for whom, to its neighbour. */
public final class KeepsTokens implements TokenSource {
    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
    private static final Duration MOST_MARGIN = Duration.ofSeconds(30);

    private final TokenSource next;
    private final double margin;
    private final int maxEntries;
    private final LongSupplier nanoClock;
    private final Map<TokenRequest, IssuedToken> kept = new ConcurrentHashMap<>();

    /**
     * @param next asked when nothing usable is kept
     * @param margin share of a lifetime at whose end a token is no longer handed out
     * @param maxEntries most tokens kept
     * @param nanoClock monotonic, in nanoseconds
     */
    public KeepsTokens(TokenSource next, double margin, int maxEntries, LongSupplier nanoClock) {
        this.next = next;
        this.margin = margin;
        this.maxEntries = maxEntries;
        this.nanoClock = nanoClock;
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        return usable(request).orElseGet(() -> renew(request));
    }

    /** Fetches a new token even if one is kept; the new one replaces it. A failure leaves the kept one in place. */
    public IssuedToken renew(TokenRequest request) {
        IssuedToken issued = next.token(request);
        keep(request, issued);
        return issued;
    }

    /** The token that is kept for this request and may still be handed out. */
    public Optional<IssuedToken> usable(TokenRequest request) {
        return Optional.ofNullable(kept.get(request)).filter(this::isUsable);
    }

    /** What is kept and may still be handed out, in no order. */
    public List<Map.Entry<TokenRequest, IssuedToken>> usable() {
        return kept.entrySet().stream()
                .filter(entry -> isUsable(entry.getValue()))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Drops all that is kept. */
    public void forget() {
        kept.clear();
    }

    private void keep(TokenRequest request, IssuedToken issued) {
        if (kept.size() >= maxEntries) {
            kept.values().removeIf(old -> !isUsable(old));
        }
        if (kept.size() < maxEntries || kept.containsKey(request)) { // full: not keeping costs a grant, never an answer
            kept.put(request, issued);
        }
    }

    private boolean isUsable(IssuedToken issued) {
        return issued.left(nanoClock.getAsLong()).compareTo(marginOf(issued.lifetime())) > 0;
    }

    private Duration marginOf(Duration lifetime) {
        Duration share = Duration.ofNanos((long) (lifetime.toNanos() * margin));
        if (share.compareTo(LEAST_MARGIN) < 0) {
            return LEAST_MARGIN;
        }
        return share.compareTo(MOST_MARGIN) > 0 ? MOST_MARGIN : share;
    }
}
