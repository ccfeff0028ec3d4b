package no.portnokkel.secrets;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What must stand in no log, as it looks in our tests. */
public enum Secret {
    /** A grant, or a token as Maskinporten makes them. */
    JWT("eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}"),
    /** The third part alone: a signature by 2048 bits or more. */
    SIGNATURE("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{342,}(?![A-Za-z0-9_-])"),
    /** PINs of the tests' tokens, right ones and wrong ones. */
    PIN("(?<![A-Za-z0-9.:-])(987654|000000|975310)(?![A-Za-z0-9.:-])"),
    /** The tests' persons. */
    PERSON("25922947409|12857910093"),
    PRIVATE_KEY("-----BEGIN [A-Z ]*PRIVATE KEY");

    private final Pattern look;

    Secret(String look) {
        this.look = Pattern.compile(look);
    }

    /** The kinds of secrets in a text. */
    public static List<Secret> in(String text) {
        return Arrays.stream(values())
                .filter(secret -> secret.look.matcher(text).find())
                .toList();
    }
}
