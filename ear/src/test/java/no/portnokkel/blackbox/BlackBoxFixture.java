package no.portnokkel.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;

/** Two Maskinporten twins and an HSM token with the bank's signing key. */
public final class BlackBoxFixture implements AutoCloseable {
    public static final String OWNER = "310167398";

    public final MaskinportenTwin first;
    public final MaskinportenTwin second;
    final SoftHsmToken hsm;
    private final TestAuthority authority;

    private BlackBoxFixture(
            TestAuthority authority, MaskinportenTwin first, MaskinportenTwin second, SoftHsmToken hsm) {
        this.authority = authority;
        this.first = first;
        this.second = second;
        this.hsm = hsm;
    }

    public static BlackBoxFixture start(Path directory, String tokenLabel) {
        TestAuthority authority = TestAuthority.create();
        SoftHsmToken hsm = SoftHsmToken.create(directory, tokenLabel, "987654");
        BlackBoxFixture fixture = new BlackBoxFixture(authority, twin(authority), twin(authority), hsm);
        fixture.generateKey("seal");
        generateAuditKey(hsm, directory.resolve("officer"));
        return fixture;
    }

    /** Creates another signing key of the bank, with a certificate. */
    public void generateKey(String label) {
        hsm.generateKey(label, key -> authority.certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS")));
    }

    /** Creates another HSM with a key, and returns the configuration with which it signs while the first HSM is away. */
    Map<String, String> standby(Path directory, String label, String tokenLabel) {
        SoftHsmToken other = SoftHsmToken.create(directory, tokenLabel, "123456");
        other.generateKey(label, key -> authority.certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS")));
        String device = "portnokkel.hsm.devices.other.";
        return Map.of(
                "portnokkel.environments.first.standby-key",
                label,
                "portnokkel.environments.first.standby-hsm",
                "other",
                device + "profile",
                "softhsm2",
                device + "library",
                other.library().toString(),
                device + "token-label",
                other.label(),
                device + "pin-file",
                other.pinFile().toString());
    }

    /** Registers a key for the client at Maskinporten, which then accepts registered keys only; without labels: none. */
    public void register(MaskinportenTwin maskinporten, String... labels) {
        RegisteredClient client = client();
        for (String label : labels) {
            client = client.withKey(
                    RegisteredKey.of("kid-" + label, hsm.certificates(label).get(0), Instant.now()));
        }
        maskinporten.registry().register(client);
    }

    private static RegisteredClient client() {
        return RegisteredClient.of(
                "bank-client", OWNER, "skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag", "nav:aap");
    }

    /** The key that signs checkpoints of the audit, made by the delivered command. */
    private static void generateAuditKey(SoftHsmToken hsm, Path dataDir) {
        try {
            Command generated = Command.java(
                    Artefacts.COMMAND_LINE,
                    "generate",
                    "--for",
                    "audit",
                    "--key",
                    "audit",
                    "--library",
                    hsm.library().toString(),
                    "--token-label",
                    hsm.label(),
                    "--pin-file",
                    hsm.pinFile().toString(),
                    "--data-dir",
                    dataDir.toString());
            if (generated.exit() != 0) {
                throw new IllegalStateException(generated.output());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static MaskinportenTwin twin(TestAuthority authority) {
        return MaskinportenTwin.builder().authority(authority).client(client()).start();
    }

    /** Returns a valid configuration; a test may change it. */
    public Map<String, String> configuration(Path dataDir) {
        Map<String, String> configuration = new TreeMap<>(Users.configuration());
        configuration.put("portnokkel.environment", "first");
        configuration.put("portnokkel.data-dir", dataDir.toString());
        configuration.put("portnokkel.hsm.profile", "softhsm2");
        configuration.put("portnokkel.hsm.library", hsm.library().toString());
        configuration.put("portnokkel.hsm.token-label", hsm.label());
        configuration.put("portnokkel.hsm.pin-file", hsm.pinFile().toString());
        configuration.put("portnokkel.audit.key", "audit");
        configuration.put("bank.inntekt.uri", first.incomeApi().toString());
        configuration.put("bank.skattegrunnlag.uri", first.taxSummaryApi().toString());
        environment(configuration, "first", first);
        environment(configuration, "second", second);
        return configuration;
    }

    private static void environment(Map<String, String> configuration, String name, MaskinportenTwin twin) {
        String prefix = "portnokkel.environments." + name + ".";
        configuration.put(prefix + "issuer", twin.issuer().toString());
        configuration.put(prefix + "client-id", "bank-client");
        configuration.put(prefix + "organisation-number", OWNER);
        configuration.put(prefix + "key", "seal");
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
