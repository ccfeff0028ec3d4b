/** The guide, from the file that the documents have. */
@NullMarked
package no.portnokkel.admin.pages;

import org.jspecify.annotations.NullMarked;
