package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A rejected request costs no signature. OpenSC's PKCS#11 spy counts the signatures; no other test in this process uses it. */
@ResourceLock("softhsm2")
class LocalRejectionTest {
    private static final Path SPY = Path.of("/usr/lib/x86_64-linux-gnu/pkcs11-spy.so");
    private static final Path LOG = Path.of(Objects.requireNonNull(System.getenv("PKCS11SPY_OUTPUT")));
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final int TIMES = 20;

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    @TempDir
    Path directory;

    private BankConfig bank;

    @BeforeEach
    void create_a_valid_key_and_several_invalid_ones() throws IOException {
        SoftHsmToken hsm = Bank.emptyHsm(directory, "refused-beforehand");
        OrganisationCertificate seal = OrganisationCertificate.seal(Bank.OWNER, "Testbanken AS");
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        Instant longAgo = today.minus(Duration.ofDays(300));
        Instant later = today.plus(Duration.ofDays(300));
        hsm.generateKey("seal", key -> Bank.certify(key, seal));
        hsm.generateKey("expired", key -> Bank.certify(key, seal.valid(longAgo, today)));
        hsm.generateKey("too-early", key -> Bank.certify(key, seal.valid(later, later.plusSeconds(60))));
        hsm.generateKey("encryption", key -> Bank.certify(key, seal.with(Usage.ENCRYPTION)));
        hsm.generateKey(
                "other-bank", key -> Bank.certify(key, OrganisationCertificate.seal("974760673", "Nabobanken AS")));
        hsm.generateKey("unknown-issuer", key -> TestAuthority.create().certify(key, seal));
        Path authorities = Files.writeString(
                directory.resolve("authorities.pem"),
                Pem.of(List.of(Bank.authority().root(), Bank.authority().issuing())));
        Files.deleteIfExists(LOG);
        bank = new BankConfig(hsm, directory.resolve("data"))
                .in("counted", MASKINPORTEN.twin())
                .with("hsm.library", SPY.toString())
                .with("environments.counted.scopes", "skatteetaten:inntekt")
                .with("environments.counted.authorities-file", authorities.toString());
    }

    @Test
    void a_request_that_maskinporten_would_refuse_is_rejected_without_a_signature() throws IOException {
        Map<TokenRequest, ProblemCode> refused = new LinkedHashMap<>();
        refused.put(with("expired"), ProblemCode.CERTIFICATE_EXPIRED);
        refused.put(with("too-early"), ProblemCode.CERTIFICATE_NOT_YET_VALID);
        refused.put(with("encryption"), ProblemCode.CERTIFICATE_WRONG_USAGE);
        refused.put(with("other-bank"), ProblemCode.CERTIFICATE_WRONG_ORGANISATION);
        refused.put(with("unknown-issuer"), ProblemCode.CERTIFICATE_WRONG_CLASS);
        refused.put(TokenRequest.forScope("nav:aap"), ProblemCode.REQUEST_INVALID);
        refused.put(INCOME.onBehalfOf(new OrganisationNumber(Bank.OWNER)), ProblemCode.REQUEST_INVALID);
        refused.put(INCOME.byClient("nobody"), ProblemCode.REQUEST_INVALID);

        try (PortnokkelOperations portnokkel = bank.start()) {
            portnokkel.tokens().get(INCOME);
            refused.forEach((request, code) -> assertRefused(portnokkel, request, code)); // each key signs one probe
            long before = signatures();
            assertThat(before).as("the spy counts signatures").isPositive();

            for (int time = 0; time < TIMES; time++) {
                refused.forEach((request, code) -> assertRefused(portnokkel, request, code));
            }

            assertThat(signatures()).isEqualTo(before);
            portnokkel.trial(INCOME, true);
            assertThat(signatures()).isEqualTo(before + 1);
        }
        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(2);
    }

    @Test
    void a_retired_environment_costs_no_signature() throws IOException {
        bank.with("environment", "ver2")
                .with("environments.old.issuer", "https://ver1.maskinporten.no/")
                .with("environments.old.client-id", Bank.CLIENT);
        try (PortnokkelOperations portnokkel = bank.start()) {
            for (int time = 0; time < TIMES; time++) {
                assertRefused(portnokkel, INCOME, ProblemCode.ENVIRONMENT_RETIRED);
                assertThatExceptionOfType(TokenRefusedException.class)
                        .isThrownBy(() -> portnokkel.dryRun("old"))
                        .satisfies(refusal ->
                                assertThat(refusal.problem().code()).isEqualTo(ProblemCode.ENVIRONMENT_RETIRED));
            }
        }
        assertThat(signatures()).isZero();
    }

    private TokenRequest with(String key) {
        bank.with("environments.counted.clients." + key + ".client-id", Bank.CLIENT)
                .with("environments.counted.clients." + key + ".key", key);
        return INCOME.byClient(key);
    }

    private static void assertRefused(PortnokkelOperations portnokkel, TokenRequest request, ProblemCode code) {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> portnokkel.trial(request, true))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    private static long signatures() throws IOException {
        return Files.exists(LOG)
                ? Files.readString(LOG, ISO_8859_1)
                        .lines()
                        .filter(line -> line.endsWith(": C_SignInit"))
                        .count()
                : 0;
    }
}
