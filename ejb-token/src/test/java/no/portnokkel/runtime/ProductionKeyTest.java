package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.hsm.TokenKey;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is at stake decides which keys sign. Nobody is at the address of this production: no grant gets that far. */
@ResourceLock("softhsm2")
class ProductionKeyTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final URI NOBODY = URI.create("https://127.0.0.1:9/");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN =
            new MaskinportenTwinExtension(plan -> plan.authority(AUTHORITY)
                    .client(RegisteredClient.of(BankConfig.CLIENT, BankConfig.OWNER, "skatteetaten:inntekt")));

    @TempDir
    Path directory;

    @Test
    void a_key_that_can_leave_its_token_signs_nothing_in_production() {
        SoftHsmToken hsm = token("production-loose", TokenKey.labelled("seal").exportableAgainstTheRules());
        try (Portnokkel portnokkel = production(hsm).starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.KEY_EXPORTABLE));
            await().until(() -> codes(portnokkel).contains(ProblemCode.KEY_EXPORTABLE));
            assertThat(portnokkel.ready()).isFalse();
        }
    }

    @Test
    void with_a_key_that_cannot_leave_the_next_question_is_the_certificate() {
        SoftHsmToken hsm = token("production-kept", TokenKey.labelled("seal"));
        try (Portnokkel portnokkel = production(hsm).starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused ->
                            assertThat(refused.problem().code()).isEqualTo(ProblemCode.CERTIFICATE_WRONG_CLASS));
            assertThat(codes(portnokkel)).doesNotContain(ProblemCode.KEY_EXPORTABLE);
        }
    }

    @Test
    void in_class_test_it_gets_its_tokens() {
        SoftHsmToken hsm = token("test-loose", TokenKey.labelled("seal").exportableAgainstTheRules());
        BankConfig bank = new BankConfig(hsm, directory.resolve("data")).in("demo", MASKINPORTEN.twin());
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME).value()).isNotEmpty();
            assertThat(codes(portnokkel)).doesNotContain(ProblemCode.KEY_EXPORTABLE);
        }
    }

    private BankConfig production(SoftHsmToken hsm) {
        return new BankConfig(hsm, directory.resolve("data"))
                .in("own", NOBODY)
                .with("environments.own.class", "production");
    }

    private SoftHsmToken token(String label, TokenKey key) {
        SoftHsmToken hsm = SoftHsmToken.create(directory, label, "987654");
        hsm.generateKey(key, ProductionKeyTest::certify);
        return hsm;
    }

    private static List<X509Certificate> certify(PublicKey key) {
        return AUTHORITY.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS"));
    }

    private static List<ProblemCode> codes(Portnokkel portnokkel) {
        return portnokkel.problems().stream().map(Problem::code).toList();
    }
}
