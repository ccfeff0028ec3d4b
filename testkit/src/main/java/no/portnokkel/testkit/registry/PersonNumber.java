package no.portnokkel.testkit.registry;

import java.util.stream.IntStream;

/**
 * Syntax of a Norwegian person's number: a day (plus 40 in D numbers), a month (plus 40 or 80 for synthetic persons), and two
 * MOD 11 check digits.
 */
public final class PersonNumber {

    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int SHIFT = 40;

    private PersonNumber() {}

    /** Returns whether these are eleven digits of a well-formed number; synthetic numbers are included. */
    public static boolean isGood(String digits) {
        if (!digits.matches("[0-9]{11}")) {
            return false;
        }
        int dayDigits = Integer.parseInt(digits.substring(0, 2));
        int day = dayDigits > SHIFT ? dayDigits - SHIFT : dayDigits;
        int month = Integer.parseInt(digits.substring(2, 4)) % SHIFT;
        return day >= 1
                && day <= 31
                && month >= 1
                && month <= 12
                && matchesCheckDigit(digits, FIRST)
                && matchesCheckDigit(digits, SECOND);
    }

    /** Returns whether a well-formed number is synthetic, as all numbers of the test population are. */
    public static boolean isSynthetic(String digits) {
        return Integer.parseInt(digits.substring(2, 4)) > SHIFT;
    }

    private static boolean matchesCheckDigit(String digits, int[] weights) {
        return IntStream.range(0, weights.length)
                                .map(at -> weights[at] * (digits.charAt(at) - '0'))
                                .sum()
                        % 11
                == 0;
    }
}
