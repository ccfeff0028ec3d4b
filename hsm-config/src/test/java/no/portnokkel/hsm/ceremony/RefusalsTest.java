package no.portnokkel.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalsTest {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");

    static Stream<Refusal> refusals() {
        return Stream.of(
                new RequestRefusal.LabelWrong("a/b"),
                new RequestRefusal.NumberWrong(8),
                new RequestRefusal.CheckDigitWrong("310167397"),
                new RequestRefusal.NameWrong("--name"),
                new RequestRefusal.NameGarbled("--name"),
                new PolicyRefusal.LabelInUse("seal", "token"),
                new PolicyRefusal.SizeRefused(1024),
                new PolicyRefusal.TypeRefused("EC"),
                new PolicyRefusal.MadeUnsafe("seal", "token", List.of(KeyAttribute.EXTRACTABLE)),
                new PolicyRefusal.CanLeave("seal", "token"),
                new PolicyRefusal.CertificateInPlace("seal", "CN=bank"),
                new PolicyRefusal.FileExists("seal.csr"),
                new ChainRefusal.Unreadable("chain.pem"),
                new ChainRefusal.OutOfOrder(1, "CN=bank", "CN=issuer"),
                new ChainRefusal.IssuerMissing("CN=bank", "CN=issuer"),
                new ChainRefusal.SelfSigned("CN=bank"),
                new ChainRefusal.LeafMissing("CN=issuer"),
                new CertificateRefusal.NotRsa("CN=bank", "EC"),
                new CertificateRefusal.OtherKey("seal", "token", "CN=bank"),
                new CertificateRefusal.Expired("CN=bank", DAY),
                new CertificateRefusal.NotYetValid("CN=bank", DAY),
                new CertificateRefusal.EncryptionOnly("CN=bank"),
                new CertificateRefusal.OtherOrganisation("310167398", null),
                new CertificateRefusal.BesideOther("seal", "other"),
                new CertificateRefusal.IssuerNamesake("CN=issuer", "token"));
    }

    @Test
    void no_kind_of_refusal_is_forgotten_here() {
        Stream<Class<?>> kinds = Arrays.stream(Refusal.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));

        assertThat(refusals().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(kinds.toList());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void every_refusal_says_what_and_what_to_do_in_two_languages(Refusal refusal) {
        assertThat(List.of(refusal.detail(), refusal.remedy())).allSatisfy(text -> {
            assertThat(text.no()).endsWith(".").doesNotContain("null").isNotEqualTo(text.en());
            assertThat(text.en()).endsWith(".").doesNotContain("null");
        });
        assertThat(new CeremonyException(refusal))
                .hasMessage(refusal.detail().en() + " " + refusal.remedy().en());
    }
}
