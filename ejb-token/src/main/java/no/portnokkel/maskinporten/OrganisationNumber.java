package no.portnokkel.maskinporten;

import java.util.stream.IntStream;

/**
 * The number of an organisation in Enhetsregisteret: nine digits, the last of which is a MOD 11 check digit. Not secret. A
 * grant contains the digits only ({@code consumer_org}); a token contains {@code 0192:974760673} ({@code consumer.ID}).
 *
 * <pre>{@code
 * TokenRequest.forScope("skatteetaten:inntekt").onBehalfOf(new OrganisationNumber("974760673"));
 * }</pre>
 *
 * @param digits nine ASCII digits; any first digit, because synthetic test organisations do not always start with 8 or 9
 */
public record OrganisationNumber(String digits) {
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2, 1};

    /** @throws IllegalArgumentException if it does not have nine digits, or the check digit is wrong */
    public OrganisationNumber {
        if (!digits.matches("[0-9]{9}")) { // not quoted: it may be a national identity number by mistake
            throw new IllegalArgumentException(
                    "An organisation number has nine digits; got " + digits.length() + " characters.");
        }
        if (weightedSum(digits) % 11 != 0) {
            throw new IllegalArgumentException(
                    "Organisation number " + digits + " has a wrong check digit; check for swapped digits.");
        }
    }

    private static int weightedSum(String digits) {
        return IntStream.range(0, WEIGHTS.length)
                .map(i -> WEIGHTS[i] * (digits.charAt(i) - '0'))
                .sum();
    }
}
