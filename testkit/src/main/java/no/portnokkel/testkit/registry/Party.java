package no.portnokkel.testkit.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Syntax of the party that has given a consent in Altinn. */
public final class Party {

    private static final Pattern PERSON = Pattern.compile("urn:altinn:person:identifier-no:([0-9]{11})");
    private static final Pattern ORGANISATION = Pattern.compile("urn:altinn:organization:identifier-no:[0-9]{9}");

    private Party() {}

    /** Returns whether the URN is a person with a well-formed number, or an organisation. */
    public static boolean isWellFormed(String urn) {
        Matcher person = PERSON.matcher(urn);
        return person.matches()
                ? PersonNumber.isGood(person.group(1))
                : ORGANISATION.matcher(urn).matches();
    }
}
