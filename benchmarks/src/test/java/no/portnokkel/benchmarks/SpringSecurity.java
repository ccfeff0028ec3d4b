package no.portnokkel.benchmarks;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.Base64;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.JwtBearerOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Spring Security's provider for JWT bearer grants, with the manager for services without a user. */
final class SpringSecurity implements Client {
    private static final String REGISTRATION = "maskinporten";
    private static final String BANK = "bank";
    private static final OAuth2AuthorizeRequest REQUEST = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
            .principal(BANK)
            .build();

    private final OAuth2AuthorizedClientService cache;
    private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;
    private final NimbusJwtEncoder encoder;
    private final String issuer;
    private final List<String> chain;

    SpringSecurity(BankKey key, TokenServer server) {
        this.issuer = server.issuer().toString();
        this.chain = chain(key);
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(
                new JWKSet(new RSAKey.Builder((RSAPublicKey) key.leaf().getPublicKey())
                        .privateKey(key.handle())
                        .build())));
        InMemoryClientRegistrationRepository registrations =
                new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(REGISTRATION)
                        .clientId("bank-client")
                        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .authorizationGrantType(AuthorizationGrantType.JWT_BEARER)
                        .tokenUri(server.tokenEndpoint().toString())
                        .scope("bank:benchmark")
                        .build());
        JwtBearerOAuth2AuthorizedClientProvider provider = new JwtBearerOAuth2AuthorizedClientProvider();
        provider.setJwtAssertionResolver(context -> grant());
        provider.setClockSkew(Duration.ofSeconds(1)); // with the default, no token of a minute or less is used twice
        this.cache = new InMemoryOAuth2AuthorizedClientService(registrations);
        this.manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, cache);
        manager.setAuthorizedClientProvider(provider);
    }

    private static List<String> chain(BankKey key) {
        try {
            List<String> chain = new ArrayList<>();
            for (X509Certificate certificate : key.chain()) {
                chain.add(Base64.encode(certificate.getEncoded()).toString());
            }
            return chain;
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Jwt grant() {
        Instant now = Instant.now();
        return encoder.encode(JwtEncoderParameters.from(
                JwsHeader.with(SignatureAlgorithm.RS256)
                        .x509CertificateChain(chain)
                        .build(),
                JwtClaimsSet.builder()
                        .audience(List.of(issuer))
                        .issuer("bank-client")
                        .claim("scope", "bank:benchmark")
                        .issuedAt(now)
                        .expiresAt(now.plusSeconds(100))
                        .id(UUID.randomUUID().toString())
                        .build()));
    }

    @Override
    public String name() {
        return "Spring Security";
    }

    @Override
    public String token() {
        return Objects.requireNonNull(manager.authorize(REQUEST))
                .getAccessToken()
                .getTokenValue();
    }

    @Override
    public String tokenOfPerson(int person) {
        return Objects.requireNonNull(manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
                        .principal("person" + person)
                        .build()))
                .getAccessToken()
                .getTokenValue();
    }

    @Override
    public String coldToken() {
        cache.removeAuthorizedClient(REGISTRATION, BANK);
        return token();
    }
}
