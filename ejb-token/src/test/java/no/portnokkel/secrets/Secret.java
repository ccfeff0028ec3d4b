package no.portnokkel.secrets;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns of the secrets in our tests, none of which may be logged. */
public enum Secret {
    /** A grant or an access token. */
    JWT("eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}"),
    /** The signature part of a JWT: 2048 bits or more. */
    SIGNATURE("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{342,}(?![A-Za-z0-9_-])"),
    /** PINs of the test tokens, correct and wrong ones. */
    PIN("(?<![A-Za-z0-9.:-])(987654|000000|975310)(?![A-Za-z0-9.:-])"),
    /** Identity numbers of the test persons. */
    PERSON("25922947409|12857910093"),
    PRIVATE_KEY("-----BEGIN [A-Z ]*PRIVATE KEY");

    private final Pattern pattern;

    Secret(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** Returns the kinds of secrets in a text. */
    public static List<Secret> in(String text) {
        return Arrays.stream(values())
                .filter(secret -> secret.pattern.matcher(text).find())
                .toList();
    }
}
