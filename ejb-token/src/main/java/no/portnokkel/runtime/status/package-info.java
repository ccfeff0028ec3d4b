/** What a running Portnøkkel tells of itself: values for status, pages and scripts. None of them holds a secret. */
@NullMarked
package no.portnokkel.runtime.status;

import org.jspecify.annotations.NullMarked;
