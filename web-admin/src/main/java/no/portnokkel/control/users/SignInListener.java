package no.portnokkel.control.users;

/** Is told who signs in and out, on the thread of the request. Must neither throw nor wait. */
@FunctionalInterface
public interface SignInListener {
    void onSignIn(SignInEvent event);
}
