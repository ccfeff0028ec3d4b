/** Stories about the machinery that no door leads to. */
@NullMarked
package no.portnokkel.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
