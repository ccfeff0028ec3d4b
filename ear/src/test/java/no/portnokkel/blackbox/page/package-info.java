/**
 * The pages, as people see them: in Debian's Chromium, on Payara Micro, in both languages. The pictures of the documents
 * are made here.
 */
@NullMarked
package no.portnokkel.blackbox.page;

import org.jspecify.annotations.NullMarked;
