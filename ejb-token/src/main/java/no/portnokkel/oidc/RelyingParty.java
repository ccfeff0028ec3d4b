package no.portnokkel.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.oidc.OidcRejectedException.Reason;
import no.portnokkel.oidc.ProviderDocuments.Documents;

/**
 * Our side of OpenID Connect: starts and finishes sign-ins of persons, and authenticates callers by access tokens of the same
 * provider. Keeps the provider's metadata and keys, and nothing about persons. Safe for any number of threads.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect Core 1.0</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700">RFC 9700: Best Current Practice for OAuth 2.0 Security</a>
 */
public final class RelyingParty {
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final RelyingPartySettings settings;
    private final HttpTransport http;
    private final ProviderDocuments documents;
    private final TokenRules rules;

    /**
     * Creates the relying party. Sends nothing.
     *
     * @param http bounds time and size of each answer; not closed here
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public RelyingParty(RelyingPartySettings settings, HttpTransport http, LongSupplier nanoClock) {
        this.settings = settings;
        this.http = http;
        this.documents = new ProviderDocuments(settings.issuer(), http, nanoClock);
        this.rules = new TokenRules(settings);
    }

    /**
     * Starts a sign-in, with fresh {@code state}, {@code nonce} and PKCE verifier. Fetches the provider's metadata if none is cached.
     *
     * @param redirectAddress where the provider sends the browser back to; registered there
     */
    public SignInRequest.Started start(URI redirectAddress) throws ProviderUnavailableException {
        OIDCProviderMetadata metadata = documents.current().metadata();
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        new ClientID(settings.clientId()),
                        redirectAddress)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (!settings.acrValues().isEmpty()) {
            request.acrValues(settings.acrValues().stream().map(ACR::new).toList());
        }
        return new SignInRequest.Started(
                request.build().toURI(),
                new SignInRequest(state.getValue(), nonce.getValue(), verifier.getValue(), redirectAddress));
    }

    /**
     * Finishes a sign-in. The request must not be presented again, whatever the result.
     *
     * @param response the parameters of the provider's response, with all their values
     * @param request that the browser started
     * @throws OidcRejectedException the response or its ID token is not accepted
     * @throws ProviderUnavailableException the provider did not answer
     */
    public OidcIdentity finish(Map<String, List<String>> response, SignInRequest request)
            throws OidcRejectedException, ProviderUnavailableException {
        String state = only(response, "state").orElse("");
        if (!isEqual(state, request.state())) {
            throw new OidcRejectedException(Reason.STATE);
        }
        Documents current = documents.current();
        requireIssuer(only(response, "iss"), current.metadata());
        if (response.containsKey("error")) {
            throw new OidcRejectedException(Reason.PROVIDER_ERROR);
        }
        String code = only(response, "code").orElseThrow(() -> new OidcRejectedException(Reason.RESPONSE_MALFORMED));
        SignedJWT idToken = rules.parse(exchange(code, request, current.metadata()));
        return rules.idToken(idToken, keysFor(idToken, current), request.nonce());
    }

    /**
     * Authenticates a caller by an access token. Fetches keys only if none is cached, or the token names another key; the latter at
     * most twice a minute.
     *
     * @throws OidcRejectedException the token is not accepted
     * @throws ProviderUnavailableException no keys are known, and the provider did not answer
     */
    public OidcIdentity authenticate(String accessToken) throws OidcRejectedException, ProviderUnavailableException {
        SignedJWT token = rules.parse(accessToken);
        return rules.accessToken(token, keysFor(token, documents.current()));
    }

    /**
     * Returns whether {@link #authenticate} would do no I/O for this token.
     *
     * @param accessToken anything
     */
    public boolean isDecidedLocally(String accessToken) {
        try {
            SignedJWT token = rules.parse(accessToken);
            return documents
                    .fresh()
                    .filter(cached -> TokenRules.hasKey(token, cached.keys()))
                    .isPresent();
        } catch (OidcRejectedException rejected) {
            return true;
        }
    }

    /**
     * Returns the address at the provider that ends the session there too (OpenID Connect RP-Initiated Logout 1.0); empty when the
     * provider has none or its metadata is not cached. Does no I/O.
     *
     * @param idToken of the session that has ended here
     * @param backTo where the provider sends the browser afterwards; registered there
     */
    public Optional<URI> logoutAddress(String idToken, URI backTo) {
        return documents
                .usable()
                .map(cached -> cached.metadata().getEndSessionEndpointURI())
                .flatMap(endpoint -> {
                    try {
                        documents.requireConfidential(endpoint);
                    } catch (ParseException notConfidential) {
                        return Optional.empty();
                    }
                    String separator = endpoint.getRawQuery() == null ? "?" : "&";
                    return Optional.of(URI.create(endpoint + separator + "id_token_hint=" + encoded(idToken)
                            + "&client_id=" + encoded(settings.clientId()) + "&post_logout_redirect_uri="
                            + encoded(backTo.toString())));
                });
    }

    /** Against mix-up of providers (RFC 9207, section 2.4). */
    private void requireIssuer(Optional<String> named, OIDCProviderMetadata metadata) throws OidcRejectedException {
        boolean isMissing = named.isEmpty() && metadata.supportsAuthorizationResponseIssuerParam();
        if (isMissing
                || named.filter(issuer -> !issuer.equals(settings.issuer().toString()))
                        .isPresent()) {
            throw new OidcRejectedException(Reason.RESPONSE_ISSUER);
        }
    }

    /** Returns the ID token as it was received. */
    private String exchange(String code, SignInRequest request, OIDCProviderMetadata metadata)
            throws OidcRejectedException, ProviderUnavailableException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", request.redirectAddress().toString());
        form.put("code_verifier", request.codeVerifier());
        form.put("client_id", settings.clientId());
        Optional<String> authorization = Optional.empty();
        if (settings.clientSecret().isPresent()) {
            String secret = settings.clientSecret().get().value();
            if (isPostExpected(metadata)) {
                form.put("client_secret", secret);
            } else {
                authorization = Optional.of(new ClientSecretBasic(new ClientID(settings.clientId()), new Secret(secret))
                        .toHTTPAuthorizationHeader());
            }
        }
        try {
            return idToken(http.post(metadata.getTokenEndpointURI(), form, authorization));
        } catch (IOException failed) {
            throw new ProviderUnavailableException("The provider did not answer at its token endpoint", failed);
        }
    }

    /** HTTP Basic is the default (OpenID Connect Discovery 1.0, section 3). */
    private static boolean isPostExpected(OIDCProviderMetadata metadata) {
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        return methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    private static String idToken(HttpResponse answer) throws OidcRejectedException, ProviderUnavailableException {
        if (answer.status() >= FIRST_SERVER_ERROR || answer.status() == TOO_MANY_REQUESTS) {
            throw new ProviderUnavailableException("The provider answered with status " + answer.status(), null);
        }
        if (answer.status() >= FIRST_ERROR) {
            throw new OidcRejectedException(Reason.CODE);
        }
        try {
            HTTPResponse response = new HTTPResponse(answer.status());
            response.setContentType(answer.contentType().orElse(""));
            response.setBody(answer.body());
            return Optional.ofNullable(
                            OIDCTokenResponse.parse(response).getOIDCTokens().getIDTokenString())
                    .orElseThrow(() -> new OidcRejectedException(Reason.TOKEN_MALFORMED)); // optional in OAuth 2.0
        } catch (ParseException malformed) {
            throw new OidcRejectedException(Reason.TOKEN_MALFORMED);
        }
    }

    private JWKSet keysFor(SignedJWT token, Documents current)
            throws OidcRejectedException, ProviderUnavailableException {
        if (TokenRules.hasKey(token, current.keys())) {
            return current.keys();
        }
        Documents refreshed = documents.refreshed();
        if (!TokenRules.hasKey(token, refreshed.keys())) {
            throw new OidcRejectedException(Reason.UNKNOWN_KEY);
        }
        return refreshed.keys();
    }

    /** A parameter must not occur twice (RFC 6749, section 3.1). */
    private static Optional<String> only(Map<String, List<String>> response, String name) throws OidcRejectedException {
        List<String> values = response.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new OidcRejectedException(Reason.RESPONSE_MALFORMED);
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
