package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A consent in Altinn.
 *
 * @param id of the consent request, chosen by the requesting organisation
 * @param from {@code urn:altinn:person:identifier-no:} and eleven digits, or {@code
 *     urn:altinn:organization:identifier-no:} and nine
 * @param to organisation number of the receiver: nine digits
 * @param consented time of the consent
 * @param validTo the consent expires at this time
 * @param rights data that may be fetched; a token lists all of them
 */
public record Consent(
        UUID id, String from, String to, Instant consented, Instant validTo, Status status, List<Right> rights) {

    private static final Pattern PERSON = Pattern.compile("urn:altinn:person:identifier-no:([0-9]{11})");
    private static final Pattern ORGANISATION = Pattern.compile("urn:altinn:organization:identifier-no:[0-9]{9}");
    private static final Duration GIVEN_AGO = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(7);
    private static final List<Right> BANK_LOAN = List.of(
            new Right("ske-samtykke-sbl-inntekt", Map.of("fraogmed", "2024-01", "tilogmed", "2024-12")),
            new Right("ske-samtykke-sbl-summert-skattegrunnlag", Map.of("inntektsaar", "2024")));

    /** Status of a consent. */
    public enum Status {
        /** The person has accepted. */
        GIVEN,
        /** The person has accepted and later revoked the consent. */
        REVOKED,
        /** The person has not answered, or has declined. */
        NOT_ACCEPTED
    }

    /**
     * A right to fetch data.
     *
     * @param resource Altinn's resource id
     * @param metadata limits, such as months or a year
     */
    public record Right(String resource, Map<String, String> metadata) {
        public Right {
            metadata = Map.copyOf(metadata);
        }
    }

    public Consent {
        if (!isParty(from) || !to.matches("[0-9]{9}")) { // not quoted: may be a person's number
            throw new IllegalArgumentException("A consent is from a party (urn:altinn:...:identifier-no:...) to an"
                    + " organisation number of nine digits.");
        }
        rights = List.copyOf(rights);
    }

    /** Returns whether the URN is a person with a well-formed number, or an organisation: what {@code from} may be. */
    public static boolean isParty(String urn) {
        Matcher person = PERSON.matcher(urn);
        return person.matches()
                ? PersonNumber.isGood(person.group(1))
                : ORGANISATION.matcher(urn).matches();
    }

    /** Returns a consent to income and tax summary for a loan, given an hour ago and valid for a week. */
    public static Consent given(UUID id, String from, String to, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Consent(id, from, to, second.minus(GIVEN_AGO), second.plus(VALID), Status.GIVEN, BANK_LOAN);
    }

    /** Returns the same consent with another status. */
    public Consent with(Status other) {
        return new Consent(id, from, to, consented, validTo, other, rights);
    }

    /** Returns the same consent with another end of validity. */
    public Consent validUntil(Instant end) {
        return new Consent(id, from, to, consented, end, status, rights);
    }

    /** Returns the same consent with exactly these rights. */
    public Consent to(Right... other) {
        return new Consent(id, from, to, consented, validTo, status, new ArrayList<>(List.of(other)));
    }

    /** Does not show the person's number. */
    @Override
    public String toString() {
        return "Consent " + id + " to " + to + ", " + status + ", until " + validTo;
    }
}
