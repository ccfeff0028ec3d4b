package no.portnokkel.maskinporten.http;

import java.net.ConnectException;
import java.net.URI;
import org.apache.hc.core5.http.HttpStatus;

/** The proxy answered in place of the server, which was not reached. Holds no credentials. */
public final class ProxyRefusedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final URI proxy;
    private final int status;
    private final String schemes;

    /**
     * Creates a refusal.
     *
     * @param proxy its address as configured
     * @param status of its answer
     * @param schemes the authentication schemes that it asks for, separated by commas; empty if it asks for none
     */
    public ProxyRefusedException(URI proxy, int status, String schemes) {
        super("The proxy " + proxy + " answered HTTP " + status + (schemes.isEmpty() ? "" : " (" + schemes + ")"));
        this.proxy = proxy;
        this.status = status;
        this.schemes = schemes;
    }

    public URI proxy() {
        return proxy;
    }

    public int status() {
        return status;
    }

    public String schemes() {
        return schemes;
    }

    /** Returns whether the proxy asks for credentials that it was not given, or refused those that it was given. */
    public boolean isOfCredentials() {
        return status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
    }
}
