package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A scope as its owner has registered it. One that nobody has registered is for machines, open to everyone, and can be
 * delegated.
 *
 * @param name such as {@code skatteetaten:inntekt}
 * @param maxAge the longest life of a token for it; empty for no limit
 */
public record RegisteredScope(String name, Set<Trait> traits, Optional<Duration> maxAge) {

    /** In what a scope differs from the plainest one. */
    public enum Trait {
        /** Only organisations to which its owner has granted access may use it; the others get MP-250. */
        NEEDS_ACCESS,
        /** For users who log in; machines get MP-201. */
        USER_LOGIN_ONLY,
        /** It has no delegation source: nobody can act for somebody else. */
        NOT_DELEGABLE
    }

    public RegisteredScope {
        if (name.isBlank() || maxAge.filter(age -> age.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("A scope has a name, and its tokens live at least one second.");
        }
        traits = Set.copyOf(traits);
    }

    /** Returns a scope without a limit on the life of tokens. */
    public static RegisteredScope of(String name, Trait... traits) {
        return new RegisteredScope(name, Set.of(traits), Optional.empty());
    }

    /** Returns the same scope with a limit, in whole seconds, on the life of tokens. */
    public RegisteredScope withMaxAge(Duration limit) {
        return new RegisteredScope(name, traits, Optional.of(limit));
    }

    /** Whether the scope is of this kind. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
