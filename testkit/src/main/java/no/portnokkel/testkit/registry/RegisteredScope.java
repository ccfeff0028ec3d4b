package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A scope that its owner has registered. A scope that is not registered is for machines, open to all organisations, and can
 * be delegated.
 *
 * @param name such as {@code skatteetaten:inntekt}
 * @param maxAge maximum lifetime of its tokens; empty for no limit
 */
public record RegisteredScope(String name, Set<Trait> traits, Optional<Duration> maxAge) {

    /** A deviation from the defaults of a scope. */
    public enum Trait {
        /** Only organisations with access granted by the owner may use it; others get MP-250. */
        NEEDS_ACCESS,
        /** For users who log in; clients for machines get MP-201. */
        USER_LOGIN_ONLY,
        /** It has no delegation source, so it cannot be delegated. */
        NOT_DELEGABLE
    }

    public RegisteredScope {
        if (name.isBlank() || maxAge.filter(age -> age.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "A scope has a name, and its tokens have a lifetime of at least one second.");
        }
        traits = Set.copyOf(traits);
    }

    /** Returns a scope without a limit on the lifetime of tokens. */
    public static RegisteredScope of(String name, Trait... traits) {
        return new RegisteredScope(name, Set.of(traits), Optional.empty());
    }

    /** Returns the same scope with a maximum lifetime of tokens, in whole seconds. */
    public RegisteredScope withMaxAge(Duration limit) {
        return new RegisteredScope(name, traits, Optional.of(limit));
    }

    /** Returns whether the scope has this trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
