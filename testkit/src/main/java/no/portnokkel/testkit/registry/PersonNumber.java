package no.portnokkel.testkit.registry;

import java.util.stream.IntStream;

/**
 * The syntax of a Norwegian person's number: a day (D numbers: plus 40), a month (synthetic persons: plus 40 or 80), and two
 * MOD 11 check digits.
 */
public final class PersonNumber {

    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int SHIFT = 40;

    private PersonNumber() {}

    /** Whether these are eleven digits that can be a person's number, synthetic ones included. */
    public static boolean isGood(String digits) {
        if (!digits.matches("[0-9]{11}")) {
            return false;
        }
        int written = Integer.parseInt(digits.substring(0, 2));
        int day = written > SHIFT ? written - SHIFT : written;
        int month = Integer.parseInt(digits.substring(2, 4)) % SHIFT;
        return day >= 1 && day <= 31 && month >= 1 && month <= 12 && fits(digits, FIRST) && fits(digits, SECOND);
    }

    /** Whether a number that {@link #isGood} belongs to nobody: the test population has such ones only. */
    public static boolean isSynthetic(String digits) {
        return Integer.parseInt(digits.substring(2, 4)) > SHIFT;
    }

    private static boolean fits(String digits, int[] weights) {
        return IntStream.range(0, weights.length)
                                .map(at -> weights[at] * (digits.charAt(at) - '0'))
                                .sum()
                        % 11
                == 0;
    }
}
