package no.portnokkel.maskinporten;

import java.util.stream.IntStream;

/**
 * A Norwegian national identity number (<i>fødselsnummer</i> or D-number), Maskinporten's {@code pid}: eleven digits, the last
 * two of which are check digits. Numbers of synthetic test persons, whose month is 40 or 80 too high, are valid here; requests
 * accept them in environments of class {@code test} only. Personal data: it is sent in a grant and shown nowhere else, and
 * {@link #toString()} is masked.
 *
 * <pre>{@code
 * TokenRequest.forScope("skatteetaten:inntekt").aboutPerson(new NationalIdentityNumber(pid));
 * }</pre>
 *
 * @param digits eleven ASCII digits
 */
public record NationalIdentityNumber(String digits) {
    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int D_NUMBER = 40;
    private static final int SYNTHETIC = 40;

    /** @throws IllegalArgumentException if the digits are no valid number; the message does not quote them */
    public NationalIdentityNumber {
        if (!digits.matches("[0-9]{11}")) {
            throw new IllegalArgumentException(
                    "A national identity number has eleven digits; got " + digits.length() + " characters.");
        }
        if (weightedSum(digits, FIRST) % 11 != 0 || weightedSum(digits, SECOND) % 11 != 0) {
            throw new IllegalArgumentException(
                    "The check digits of the national identity number are wrong; check for swapped digits.");
        }
        int day = number(digits, 0) % D_NUMBER;
        int month = number(digits, 2) % SYNTHETIC;
        if (day < 1 || day > 31 || month < 1 || month > 12 || number(digits, 2) > 2 * SYNTHETIC + 12) {
            throw new IllegalArgumentException("A national identity number starts with a day and a month.");
        }
    }

    private static int weightedSum(String digits, int[] weights) {
        return IntStream.range(0, weights.length)
                .map(i -> weights[i] * (digits.charAt(i) - '0'))
                .sum();
    }

    private static int number(String digits, int at) {
        return Integer.parseInt(digits.substring(at, at + 2));
    }

    /** Returns whether the number belongs to a synthetic test person, who exists in no production environment. */
    public boolean isSynthetic() {
        return number(digits, 2) > SYNTHETIC;
    }

    @Override
    public String toString() {
        return "***********";
    }
}
