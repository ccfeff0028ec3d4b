package no.portnokkel.blackbox.page;

import com.microsoft.playwright.options.ColorScheme;

/**
 * How somebody looks at the pages.
 *
 * @param language {@code nb} or {@code en}: what the browser is set to
 * @param width of the window, in CSS pixels
 */
record ReaderPreferences(String language, ColorScheme scheme, int width) {
    private static final int DESK = 1280;
    private static final int PHONE = 360;

    static ReaderPreferences of(String language) {
        return new ReaderPreferences(language, ColorScheme.LIGHT, DESK);
    }

    ReaderPreferences inTheDark() {
        return new ReaderPreferences(language, ColorScheme.DARK, width);
    }

    ReaderPreferences onAPhone() {
        return new ReaderPreferences(language, scheme, PHONE);
    }

    String name() {
        return language + " " + scheme + " " + width;
    }

    String locale() {
        return language.equals("nb") ? "nb-NO" : "en-GB";
    }
}
