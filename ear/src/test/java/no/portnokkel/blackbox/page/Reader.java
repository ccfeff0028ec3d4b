package no.portnokkel.blackbox.page;

import com.microsoft.playwright.options.ColorScheme;

/**
 * How somebody looks at the pages.
 *
 * @param language {@code nb} or {@code en}: what the browser is set to
 * @param width of the window, in CSS pixels
 */
record Reader(String language, ColorScheme scheme, int width) {
    private static final int DESK = 1280;
    private static final int PHONE = 360;

    static Reader of(String language) {
        return new Reader(language, ColorScheme.LIGHT, DESK);
    }

    Reader inTheDark() {
        return new Reader(language, ColorScheme.DARK, width);
    }

    Reader onAPhone() {
        return new Reader(language, scheme, PHONE);
    }

    String name() {
        return language + " " + scheme + " " + width;
    }

    String locale() {
        return language.equals("nb") ? "nb-NO" : "en-GB";
    }
}
