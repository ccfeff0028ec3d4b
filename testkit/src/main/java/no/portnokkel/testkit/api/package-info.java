/** A stand-in of an API behind Maskinporten, as strict with tokens as Skatteetaten's; its figures are made up. */
@NullMarked
package no.portnokkel.testkit.api;

import org.jspecify.annotations.NullMarked;
