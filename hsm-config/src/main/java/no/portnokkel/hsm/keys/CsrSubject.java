package no.portnokkel.hsm.keys;

import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The subject of a certificate request.
 *
 * @param number nine digits with a valid check digit
 * @param name as in Enhetsregisteret, at most 64 characters
 * @param unit a department or system, at most 64 characters
 */
public record CsrSubject(String number, String name, Optional<String> unit) {
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int MAX_NAME_LENGTH = 64; // RFC 5280, appendix A.1
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    /** @throws KeyRejectedException a {@link RequestRejection} that names the option */
    public CsrSubject {
        requireNumber(number);
        requireName("--name", name);
        unit.ifPresent(present -> requireName("--unit", present));
    }

    /**
     * Checks length and check digit.
     *
     * @throws KeyRejectedException {@link RequestRejection.NumberWrong} or {@link RequestRejection.CheckDigitWrong}
     */
    public static void requireNumber(String number) {
        if (!number.matches("[0-9]{9}")) {
            throw new KeyRejectedException(new RequestRejection.NumberWrong(number.length()));
        }
        int sum = IntStream.range(0, WEIGHTS.length)
                .map(i -> WEIGHTS[i] * (number.charAt(i) - '0'))
                .sum();
        if (sum % 11 != 0) {
            throw new KeyRejectedException(new RequestRejection.CheckDigitWrong(number));
        }
    }

    /** Returns the subject as in SEID 2.0: {@code organizationIdentifier} is {@code NTRNO-} and the number. */
    X500Name toX500Name() {
        X500NameBuilder subject =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.C, "NO").addRDN(BCStyle.O, name);
        unit.ifPresent(present -> subject.addRDN(BCStyle.OU, present));
        return subject.addRDN(BCStyle.CN, name)
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + number)
                .build();
    }

    private static void requireName(String option, String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new KeyRejectedException(new RequestRejection.NameWrong(option));
        }
        if (name.indexOf(REPLACEMENT_CHARACTER) >= 0) {
            throw new KeyRejectedException(new RequestRejection.NameGarbled(option));
        }
    }
}
