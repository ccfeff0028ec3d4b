package no.portnokkel.blackbox.page;

import com.microsoft.playwright.options.ColorScheme;

/**
 * The browser settings of a reader.
 *
 * @param language {@code nb} or {@code en}
 * @param width of the window, in CSS pixels
 */
record ReaderPreferences(String language, ColorScheme colorScheme, int width) {
    private static final int DESKTOP_WIDTH = 1280;
    private static final int PHONE_WIDTH = 360;

    static ReaderPreferences of(String language) {
        return new ReaderPreferences(language, ColorScheme.LIGHT, DESKTOP_WIDTH);
    }

    ReaderPreferences dark() {
        return new ReaderPreferences(language, ColorScheme.DARK, width);
    }

    ReaderPreferences phone() {
        return new ReaderPreferences(language, colorScheme, PHONE_WIDTH);
    }

    String name() {
        return language + " " + colorScheme + " " + width;
    }

    String locale() {
        return language.equals("nb") ? "nb-NO" : "en-GB";
    }
}
