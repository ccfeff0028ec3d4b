/**
 * The entry point without a container: {@link no.portnokkel.Portnokkel}. It reads the configuration, connects the HSM and returns
 * {@link no.portnokkel.maskinporten.Tokens}. In a Jakarta EE server inject tokens instead: see {@code no.portnokkel.inject}.
 */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
