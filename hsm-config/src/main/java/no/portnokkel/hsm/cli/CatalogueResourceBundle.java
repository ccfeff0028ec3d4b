package no.portnokkel.hsm.cli;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.message.MessageCatalogue;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/**
 * The help texts of the command line in one language, for picocli: the messages whose keys start with {@code cli.}. Their
 * keys go on as picocli defines them, for example {@code portnokkel-hsm.generate.usage.description} for a command,
 * {@code portnokkel-hsm.generate.size} for an option of one command, and {@code config} for an option of all.
 *
 * @see <a href="https://picocli.info/#_internationalization">picocli: internationalization (seen 2026-12-01)</a>
 */
final class CatalogueResourceBundle extends ResourceBundle {
    private static final String PREFIX = "cli.";

    private final Locale locale;

    CatalogueResourceBundle(Locale locale) {
        this.locale = locale;
    }

    @Override
    public Locale getLocale() {
        return locale;
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(handleKeySet());
    }

    @Override
    protected Set<String> handleKeySet() {
        return MessageCatalogue.ENGLISH.keys().stream()
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return handleKeySet().contains(key) ? Text.message("cli." + key).in(locale) : null;
    }
}
