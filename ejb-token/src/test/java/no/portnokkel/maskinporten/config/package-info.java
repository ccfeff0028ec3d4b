/** Stories about what a bank may write, and what it is told. */
@NullMarked
package no.portnokkel.maskinporten.config;

import org.jspecify.annotations.NullMarked;
