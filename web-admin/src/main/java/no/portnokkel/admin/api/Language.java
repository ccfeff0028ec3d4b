package no.portnokkel.admin.api;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** Chooses the language of a response. */
final class Language {
    private Language() {}

    /** Returns the first language of {@code Accept-Language}; English without that header. */
    static Locale of(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream().findFirst().orElse(Locale.ENGLISH);
    }
}
