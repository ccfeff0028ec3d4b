/** The guide, from the file that the documents have. */
@NullMarked
package no.portnokkel.admin.guide;

import org.jspecify.annotations.NullMarked;
