package no.portnokkel.admin.api;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** The reader's language. */
final class Language {
    private Language() {}

    /** The one the reader likes best; without any it is nobody's, which reads as English. */
    static Locale of(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream().findFirst().orElse(Locale.ENGLISH);
    }
}
