/** The command line {@code portnokkel-client}: what needs the network. In {@code portnokkel-client.jar} only. */
@NullMarked
package no.portnokkel.client;

import org.jspecify.annotations.NullMarked;
