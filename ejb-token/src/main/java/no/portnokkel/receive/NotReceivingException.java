package no.portnokkel.receive;

/** No token is accepted, because of the configuration. */
final class NotReceivingException extends Exception {
    private static final long serialVersionUID = 1L;
}
