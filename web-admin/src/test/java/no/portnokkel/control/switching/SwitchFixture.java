package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bank with two test environments and production, its users, and a server that uses the environment {@code lab}. */
public abstract class SwitchFixture {
    private static final String HASH =
            "PBKDF2WithHmacSHA512:2048:c2FsdHNhbHRzYWx0c2FsdA==:" + "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g=";

    @TempDir
    protected Path dataDir;

    protected final Map<String, String> configured = new HashMap<>();
    protected final FakeEnvironmentRuntime server = new FakeEnvironmentRuntime("lab");
    protected final ManualClock clock = new ManualClock();

    @BeforeEach
    void configure_a_bank_with_two_test_environments_and_production() {
        environment("lab", "https://lab.bank.example/", "lab-client");
        environment("rehearsal", "https://rehearsal.bank.example/", "rehearsal-client");
        client("prod", "prod-client");
        user("kari", "operator");
        user("per", "operator");
        user("ola", "security-officer");
        user("both", "operator, security-officer");
        user("vera", "viewer");
    }

    protected void assertRejected(ProblemCode code, Runnable attempt) {
        assertThat(codeOf(attempt)).contains(code);
    }

    protected static Optional<ProblemCode> codeOf(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (ProblemException refused) {
            return Optional.of(refused.problem().code());
        }
    }

    protected SwitchService switches() {
        return switchesOf(server);
    }

    /** A new service, as after a restart: reads the configuration again. */
    protected SwitchService switchesOf(FakeEnvironmentRuntime runtime) {
        return switchesOf(runtime, TestDatabase.in(dataDir, System::nanoTime));
    }

    protected SwitchService switchesOf(FakeEnvironmentRuntime runtime, Database database) {
        ConfigValues values = ConfigValues.of(configured);
        boolean onePerson = values.value("portnokkel.admin.one-person-switch")
                .map(Boolean::valueOf)
                .orElse(false);
        return SwitchService.of(
                Configuration.read(values),
                users(),
                new SwitchService.Rules(onePerson, Duration.ofHours(24), Duration.ofMinutes(2)),
                runtime,
                database,
                new AuditTrail(database, dataDir, clock, "node"),
                clock,
                UUID::randomUUID,
                Runnable::run);
    }

    protected Users users() {
        return Users.read(ConfigValues.of(configured), new Random(1));
    }

    protected Person person(String name) {
        return users().find(name).orElseThrow();
    }

    protected Actor actor(String name) {
        return actor(person(name));
    }

    protected static Actor actor(Person person) {
        return new Actor(person, "192.0.2.1");
    }

    protected void environment(String name, String issuer, String clientId) {
        configured.put("portnokkel.environments." + name + ".issuer", issuer);
        client(name, clientId);
    }

    protected void client(String name, String clientId) {
        String prefix = "portnokkel.environments." + name + ".";
        configured.put(prefix + "client-id", clientId);
        configured.put(prefix + "organisation-number", "310167398");
        configured.put(prefix + "key", "seal");
    }

    protected void user(String name, String roles) {
        configured.put("portnokkel.admin.users." + name + ".roles", roles);
        configured.put("portnokkel.admin.users." + name + ".password-hash", HASH);
    }

    protected static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
