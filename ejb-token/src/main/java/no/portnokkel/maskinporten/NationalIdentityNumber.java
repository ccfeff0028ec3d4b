package no.portnokkel.maskinporten;

/**
 * A person's number (fødselsnummer or D-number) as Maskinporten's {@code pid}: eleven digits. Personal data: it is sent
 * in a grant and shown nowhere else; {@link #toString()} is masked.
 *
 * @param digits eleven ASCII digits
 */
public record NationalIdentityNumber(String digits) {

    /** @throws IllegalArgumentException when it is not eleven digits; the message does not quote it */
    public NationalIdentityNumber {
        if (!digits.matches("[0-9]{11}")) {
            throw new IllegalArgumentException(
                    "A person's number is eleven digits; got " + digits.length() + " characters.");
        }
    }

    @Override
    public String toString() {
        return "***********";
    }
}
