package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A consent as Altinn keeps it.
 *
 * @param id of the request, chosen by whoever asked
 * @param from {@code urn:altinn:person:identifier-no:} and eleven digits, or {@code
 *     urn:altinn:organization:identifier-no:} and nine
 * @param to organisation number of the one that may use it: nine digits
 * @param consented when it was given
 * @param validTo from then on it is expired
 * @param rights what may be fetched; a token names all of them
 */
public record Consent(
        UUID id, String from, String to, Instant consented, Instant validTo, Status status, List<Right> rights) {

    private static final Duration GIVEN_AGO = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(7);
    private static final List<Right> BANK_LOAN = List.of(
            new Right("ske-samtykke-sbl-inntekt", Map.of("fraogmed", "2024-01", "tilogmed", "2024-12")),
            new Right("ske-samtykke-sbl-summert-skattegrunnlag", Map.of("inntektsaar", "2024")));

    /** Where the consent stands. */
    public enum Status {
        /** The person has said yes. */
        GIVEN,
        /** The person has said yes, and later no. */
        REVOKED,
        /** The person has not answered, or has said no. */
        NOT_ACCEPTED
    }

    /**
     * One thing that may be fetched.
     *
     * @param resource Altinn's resource id
     * @param metadata such as the months or the year
     */
    public record Right(String resource, Map<String, String> metadata) {
        public Right {
            metadata = Map.copyOf(metadata);
        }
    }

    public Consent {
        if (!Party.isWellFormed(from) || !to.matches("[0-9]{9}")) { // not quoted: it may be a person's number
            throw new IllegalArgumentException("A consent is from a party (urn:altinn:...:identifier-no:...) to an"
                    + " organisation number of nine digits.");
        }
        rights = List.copyOf(rights);
    }

    /** Returns a consent to income and tax summary for a loan, given an hour ago and valid for a week. */
    public static Consent given(UUID id, String from, String to, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Consent(id, from, to, second.minus(GIVEN_AGO), second.plus(VALID), Status.GIVEN, BANK_LOAN);
    }

    /** Returns the same consent at another stage. */
    public Consent with(Status other) {
        return new Consent(id, from, to, consented, validTo, other, rights);
    }

    /** Returns the same consent with another end. */
    public Consent validUntil(Instant end) {
        return new Consent(id, from, to, consented, end, status, rights);
    }

    /** Returns the same consent to these rights and no others. */
    public Consent to(Right... other) {
        return new Consent(id, from, to, consented, validTo, status, new ArrayList<>(List.of(other)));
    }

    /** Without the person's number. */
    @Override
    public String toString() {
        return "Consent " + id + " to " + to + ", " + status + ", until " + validTo;
    }
}
