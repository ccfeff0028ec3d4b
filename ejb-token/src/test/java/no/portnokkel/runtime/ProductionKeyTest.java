package no.portnokkel.runtime;

import static no.portnokkel.runtime.TwoTwinsFixture.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.hsm.TokenKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The class of the environment decides which keys may sign. No server listens at the production address: no grant gets there. */
@ResourceLock("softhsm2")
class ProductionKeyTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final URI UNREACHABLE = URI.create("https://127.0.0.1:9/");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    @TempDir
    Path directory;

    @Test
    void an_exportable_key_does_not_sign_in_class_production() {
        SoftHsmToken hsm =
                token("production-exportable", TokenKey.labelled("seal").exportableAgainstTheRules());
        try (PortnokkelOperations portnokkel = production(hsm).start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.KEY_EXPORTABLE));
            await().until(() -> codes(portnokkel).contains(ProblemCode.KEY_EXPORTABLE));
            assertThat(portnokkel.isReady()).isFalse();
        }
    }

    @Test
    void with_a_non_exportable_key_the_certificate_is_checked_next() {
        SoftHsmToken hsm = token("production-safe", TokenKey.labelled("seal"));
        try (PortnokkelOperations portnokkel = production(hsm).start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused ->
                            assertThat(refused.problem().code()).isEqualTo(ProblemCode.CERTIFICATE_WRONG_CLASS));
            assertThat(codes(portnokkel)).doesNotContain(ProblemCode.KEY_EXPORTABLE);
        }
    }

    @Test
    void an_exportable_key_signs_in_class_test() {
        SoftHsmToken hsm = token("test-exportable", TokenKey.labelled("seal").exportableAgainstTheRules());
        BankConfig bank = new BankConfig(hsm, directory.resolve("data")).in("demo", MASKINPORTEN.twin());
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME).value()).isNotEmpty();
            assertThat(codes(portnokkel)).doesNotContain(ProblemCode.KEY_EXPORTABLE);
        }
    }

    private BankConfig production(SoftHsmToken hsm) {
        return new BankConfig(hsm, directory.resolve("data"))
                .in("own", UNREACHABLE)
                .with("environments.own.class", "production");
    }

    private SoftHsmToken token(String label, TokenKey key) {
        return Bank.hsm(directory, label, key);
    }
}
