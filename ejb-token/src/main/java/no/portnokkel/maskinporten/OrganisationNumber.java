package no.portnokkel.maskinporten;

import java.util.stream.IntStream;

/**
 * The number of an organisation in Enhetsregisteret: nine digits, the last one a MOD 11 check digit. Not secret.
 * Bare in a grant ({@code consumer_org}); a token writes it {@code 0192:974760673} ({@code consumer.ID}).
 *
 * @param digits nine ASCII digits; any first digit, since synthetic test organisations do not keep to 8 and 9
 */
public record OrganisationNumber(String digits) {
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2, 1};

    /** @throws IllegalArgumentException when it is not nine digits, or the check digit is wrong */
    public OrganisationNumber {
        if (!digits.matches("[0-9]{9}")) { // not quoted: what lands here by mistake may be a person's number
            throw new IllegalArgumentException(
                    "An organisation number is nine digits; got " + digits.length() + " characters.");
        }
        if (weightedSum(digits) % 11 != 0) {
            throw new IllegalArgumentException(
                    "Organisation number " + digits + " has a wrong check digit; look for swapped digits.");
        }
    }

    private static int weightedSum(String digits) {
        return IntStream.range(0, WEIGHTS.length)
                .map(i -> WEIGHTS[i] * (digits.charAt(i) - '0'))
                .sum();
    }
}
