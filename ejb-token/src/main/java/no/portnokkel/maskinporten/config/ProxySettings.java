package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.util.Optional;

/**
 * The proxy on the way to Maskinporten.
 *
 * @param address {@code http://host:port}
 * @param credentials empty if the proxy asks for none
 */
public record ProxySettings(URI address, Optional<Credentials> credentials) {

    /** An account of the proxy. {@code toString()} hides the password. */
    public static final class Credentials {
        private final String user;
        private final char[] password;

        /**
         * Creates credentials.
         *
         * @param user without a colon
         * @param password not copied
         */
        public Credentials(String user, char[] password) {
            this.user = user;
            this.password = password;
        }

        public String user() {
            return user;
        }

        /** Returns the password itself, not a copy. */
        public char[] password() {
            return password;
        }

        @Override
        public String toString() {
            return "Credentials[" + user + ", password hidden]";
        }
    }
}
