package no.portnokkel.maskinporten.endpoint;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.AuthorizationDetail.SystemUser;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.testkit.MaskinportenTwin;

/** Grants of our own making that Maskinporten has nothing against. */
public final class ValidGrants {
    /** For grants that are signed once they have been made wrong. */
    public static final SigningKey UNSIGNED = new SigningKey() {
        @Override
        public String label() {
            return GrantFixture.KEY.label();
        }

        @Override
        public List<X509Certificate> chain() {
            return GrantFixture.KEY.chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            return new byte[] {0};
        }

        @Override
        public boolean reportInvalidSignature(
                byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
            return true;
        }
    };

    private ValidGrants() {}

    /** Returns a valid grant for a random request by a random client. */
    static String any(MaskinportenTwin twin, Random random, SigningKey key) {
        boolean kid = random.nextBoolean();
        ClientSettings client = new ClientSettings(
                kid ? GrantFixture.WITH_KEY : GrantFixture.WITH_CERTIFICATE,
                new OrganisationNumber(GrantFixture.BANK),
                "",
                "seal",
                kid ? Optional.of(GrantFixture.KID) : Optional.empty(),
                oneOf(random, X5c.values()),
                oneOf(random, SignatureAlgorithm.OF_GRANTS.toArray(SignatureAlgorithm[]::new)),
                new TreeSet<>());
        String jti = new UUID(random.nextLong(), random.nextLong()).toString();
        return GrantSigner.of(client, key)
                .sign(new Grant(twin.issuer().toString(), client.clientId(), GrantFixture.NOW, jti, request(random)));
    }

    private static TokenRequest request(Random random) {
        List<String> scopes = new ArrayList<>(GrantFixture.SCOPES);
        Collections.shuffle(scopes, random);
        TokenRequest request = TokenRequest.forScope(
                scopes.subList(0, 1 + random.nextInt(scopes.size())).toArray(String[]::new));
        if (random.nextInt(3) == 0) {
            request = request.onBehalfOf(new OrganisationNumber(GrantFixture.CUSTOMER));
        }
        if (random.nextInt(3) == 0) {
            request = request.forResources(resources(random));
        }
        if (random.nextInt(3) == 0) {
            request = request.aboutPerson(person(random));
        }
        return switch (random.nextInt(3)) {
            case 0 -> request.with(consent(request));
            case 1 -> request.with(systemUser(random));
            default -> request;
        };
    }

    private static List<String> resources(Random random) {
        return random.ints(1 + random.nextInt(3), 0, 1_000)
                .mapToObj(number -> "https://bank-" + number + ".example/api?a=b&c=%20æøå")
                .toList();
    }

    /** Returns the first valid number, starting at a random one. */
    private static NationalIdentityNumber person(Random random) {
        String day = String.format("%02d%02d", 1 + random.nextInt(28), oneOf(random, 1, 41, 81) + random.nextInt(12));
        return Stream.iterate(random.nextInt(1_000_000), number -> number + 1)
                .map(number -> day + String.format("%07d", number))
                .filter(ValidGrants::isPerson)
                .map(NationalIdentityNumber::new)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPerson(String digits) {
        try {
            return !new NationalIdentityNumber(digits).digits().isEmpty();
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }

    private static Consent consent(TokenRequest request) {
        String consumer = request.consumerOrg().map(OrganisationNumber::digits).orElse(GrantFixture.BANK);
        return Consent.ofPerson(GrantFixture.consent(consumer, "given"), new NationalIdentityNumber("25922947409"));
    }

    private static SystemUser systemUser(Random random) {
        OrganisationNumber customer = new OrganisationNumber(GrantFixture.CUSTOMER);
        return switch (random.nextInt(3)) {
            case 0 -> new SystemUser(customer, Optional.empty());
            case 1 -> new SystemUser(customer, Optional.of(GrantFixture.CUSTOMER));
            default -> new SystemUser(customer, Optional.of("ref-7"));
        };
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
