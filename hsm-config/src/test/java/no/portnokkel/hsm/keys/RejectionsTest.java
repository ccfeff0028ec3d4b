package no.portnokkel.hsm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyOperation;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionsTest {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");

    static Stream<Rejection> rejections() {
        return Stream.of(
                new RequestRejection.LabelWrong("a/b"),
                new RequestRejection.NumberWrong(8),
                new RequestRejection.CheckDigitWrong("310167397"),
                new RequestRejection.NameWrong("--name"),
                new RequestRejection.NameGarbled("--name"),
                new RequestRejection.NameInvisible("--name"),
                new PolicyRejection.LabelInUse("seal", "token"),
                new PolicyRejection.SizeRefused(1024),
                new PolicyRejection.TypeRefused("EC"),
                new PolicyRejection.Unprotected("seal", "token", List.of(KeyAttribute.EXTRACTABLE)),
                new PolicyRejection.OtherSize("seal", "token", 3072, Optional.of(2048)),
                new PolicyRejection.OtherOperations("seal", "token", List.of(KeyOperation.DECRYPT)),
                new PolicyRejection.Exportable("seal", "token"),
                new PolicyRejection.CertificateInPlace("seal", "CN=bank"),
                new PolicyRejection.FileExists("seal.csr"),
                new ChainRejection.Unreadable("chain.pem", CertificateFile.Defect.DAMAGED.text()),
                new ChainRejection.PrivateKey("chain.pem", CertificateFile.Defect.PKCS12.text()),
                new ChainRejection.SignedByOther("CN=bank", "CN=issuer"),
                new ChainRejection.IssuerMissing("CN=bank", "CN=issuer"),
                new ChainRejection.SelfSigned("CN=bank"),
                new ChainRejection.LeafMissing("CN=issuer"),
                new CertificateRejection.NotRsa("CN=bank", "EC"),
                new CertificateRejection.OtherKey("seal", "token", "CN=bank"),
                new CertificateRejection.Expired("CN=bank", DAY),
                new CertificateRejection.NotYetValid("CN=bank", DAY),
                new CertificateRejection.EncryptionOnly("CN=bank"),
                new CertificateRejection.OtherOrganisation("310167398", null),
                new CertificateRejection.BesideOther("seal", "other"),
                new CertificateRejection.IssuerNamesake("CN=issuer", "token"),
                new CertificateRejection.OutsideProfile("CN=bank", Text.message("issuer-profile.unknown")),
                new CertificateRejection.NotForClient(
                        Problem.of(ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.hsm-only")));
    }

    @Test
    void every_kind_of_rejection_is_listed_here() {
        Stream<Class<?>> kinds = Arrays.stream(Rejection.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));

        assertThat(rejections().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(kinds.toList());
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void every_rejection_has_a_detail_and_a_remedy_in_two_languages(Rejection rejection) {
        assertThat(List.of(rejection.detail(), rejection.remedy())).allSatisfy(text -> {
            assertThat(text.no()).endsWith(".").doesNotContain("null").isNotEqualTo(text.en());
            assertThat(text.en()).endsWith(".").doesNotContain("null");
        });
        assertThat(new KeyRejectedException(rejection))
                .hasMessage(rejection.detail().en() + " " + rejection.remedy().en());
    }
}
