package no.portnokkel.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import no.portnokkel.maskinporten.NationalIdentityNumber;

/** National identity numbers of synthetic persons. */
final class Persons {
    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    private static final int NUMBERS_PER_DAY = 1_000;
    private static final int DAYS = 28;
    private static final List<NationalIdentityNumber> ALL = IntStream.range(0, NUMBERS_PER_DAY * DAYS * 12)
            .mapToObj(Persons::number)
            .flatMap(Optional::stream)
            .toList();

    private Persons() {}

    /** @param index below about 270,000 */
    static NationalIdentityNumber get(int index) {
        return ALL.get(index);
    }

    /** Returns the number with this serial number; empty if it has no check digits, as about one in six. */
    private static Optional<NationalIdentityNumber> number(int serial) {
        int day = 1 + serial / NUMBERS_PER_DAY % DAYS;
        int month = 81 + serial / NUMBERS_PER_DAY / DAYS;
        String nine = String.format(Locale.ROOT, "%02d%02d90%03d", day, month, serial % NUMBERS_PER_DAY);
        int first = (11 - sum(nine, FIRST) % 11) % 11;
        int second = (11 - sum(nine + first, SECOND) % 11) % 11;
        return first < 10 && second < 10
                ? Optional.of(new NationalIdentityNumber(nine + first + second))
                : Optional.empty();
    }

    private static int sum(String digits, int[] weights) {
        int sum = 0;
        for (int at = 0; at < weights.length; at++) {
            sum += weights[at] * (digits.charAt(at) - '0');
        }
        return sum;
    }
}
