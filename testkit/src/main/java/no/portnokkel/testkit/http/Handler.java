package no.portnokkel.testkit.http;

/** Handles HTTP requests; called by several threads concurrently. */
@FunctionalInterface
public interface Handler {

    /** Returns the response. May block for as long as the caller is meant to wait. */
    HttpResponse answer(HttpRequest request) throws InterruptedException;
}
