package no.portnokkel.maskinporten;

import no.portnokkel.problem.UntrustedText;

/**
 * One scope, {@code prefix:subscope}, for example {@code skatteetaten:inntekt}. Case-sensitive.
 *
 * @param value as registered in Samarbeidsportalen
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749, 3.3: the characters of a scope</a>
 */
public record Scope(String value) implements Comparable<Scope> {

    /** @throws IllegalArgumentException if it is not {@code prefix:subscope} in the characters of RFC 6749 */
    public Scope {
        if (!value.matches("[\\x21\\x23-\\x39\\x3B-\\x5B\\x5D-\\x7E]+:[\\x21\\x23-\\x5B\\x5D-\\x7E]+")) {
            throw new IllegalArgumentException("A scope has the form prefix:subscope without spaces, such as"
                    + " skatteetaten:inntekt; got \"" + UntrustedText.clean(value, 80) + "\".");
        }
    }

    @Override
    public int compareTo(Scope other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
