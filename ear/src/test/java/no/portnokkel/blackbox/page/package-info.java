/**
 * Tests of the pages in Chromium, on Payara Micro, in both languages. {@code PicturesIT} takes the pictures of the
 * documentation.
 */
@NullMarked
package no.portnokkel.blackbox.page;

import org.jspecify.annotations.NullMarked;
