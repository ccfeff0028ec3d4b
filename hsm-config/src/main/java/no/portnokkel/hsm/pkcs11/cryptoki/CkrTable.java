package no.portnokkel.hsm.pkcs11.cryptoki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads {@code ckr.txt}: each line has code, name and remedy; {@code #} starts a comment. */
final class CkrTable {
    private static final String RESOURCE = "ckr.txt";

    private CkrTable() {}

    static List<Ckr> read() {
        try (InputStream table = Objects.requireNonNull(CkrTable.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(table.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(CkrTable::row)
                    .toList();
        } catch (IOException torn) {
            throw new UncheckedIOException(RESOURCE, torn);
        }
    }

    private static Ckr row(String line) {
        String[] columns = line.split(" +", -1);
        return new Ckr(Long.decode(columns[0]), columns[1], CkrRemedy.valueOf(columns[2].toUpperCase(Locale.ROOT)));
    }
}
