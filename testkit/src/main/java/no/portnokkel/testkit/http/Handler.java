package no.portnokkel.testkit.http;

/** Answers one request; called by several threads at once. */
@FunctionalInterface
public interface Handler {

    /** Returns the answer; may take as long as the caller shall wait. */
    HttpResponse answer(HttpRequest request) throws InterruptedException;
}
