package no.portnokkel.runtime;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A bank with a key in its HSM and two Maskinporten environments: {@code first}, which is active, and {@code second}. */
abstract class TwoTwinsFixture {
    static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @RegisterExtension
    static final MaskinportenTwinExtension FIRST = Bank.maskinporten("skatteetaten:inntekt", "nav:aap");

    @RegisterExtension
    static final MaskinportenTwinExtension SECOND = Bank.maskinporten("skatteetaten:inntekt", "nav:aap");

    static SoftHsmToken hsm;

    @TempDir
    Path dataDir;

    BankConfig bank;

    @BeforeAll
    static void create_a_key(@TempDir Path directory) {
        hsm = Bank.hsm(directory, "runtime");
    }

    @BeforeEach
    void configure_both_twins() {
        bank = new BankConfig(hsm, dataDir).in("first", FIRST.twin()).in("second", SECOND.twin());
        bank.with("environment", "first");
    }

    /** Switches as the control room does. */
    static void activate(PortnokkelOperations controlRoom, String environment, long version) {
        controlRoom.activate(switchTo(controlRoom, environment, version));
    }

    /** Returns the signed choice that a switch makes. Stores nothing. */
    static StoredChoice switchTo(PortnokkelOperations controlRoom, String environment, long version) {
        EnvironmentChoice choice = controlRoom.activeEnvironment().switchedTo(environment, version, Instant.now());
        return controlRoom.choices().signed(choice, new StoredChoice.Digests("0123", Optional.of("4567")));
    }

    static List<ProblemCode> codes(PortnokkelOperations portnokkel) {
        return portnokkel.problems().stream().map(Problem::code).toList();
    }
}
