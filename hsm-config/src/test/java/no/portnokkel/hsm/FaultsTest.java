package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.PinFileFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

public class FaultsTest {
    public static Stream<HsmFault> faults() {
        return Stream.of(
                new SetupFault.ModuleMissing("k", "/lib.so"),
                new SetupFault.ModuleUnloadable("k", "/lib.so", "why"),
                new SetupFault.DataDirUnusable("/data", text("er åpen", "is open")),
                new SetupFault.ModuleRefuses("k", "/lib.so", "CKR_CANT_LOCK"),
                new SetupFault.ProviderMissing(),
                new SetupFault.PathNotConfigurable("/${dir}", "${"),
                new SetupFault.TokenNotFound("k", "token", List.of("a", "b")),
                new SetupFault.TokenAmbiguous("k", "token", List.of(1L, 2L)),
                new DeviceFault.Unavailable("token", "CKR_DEVICE_ERROR"),
                new DeviceFault.Busy("token", 16),
                new DeviceFault.Failed("token", "why"),
                new DeviceFault.Interrupted("token"),
                new DeviceFault.Exhausted("token", "CKR_SESSION_COUNT"),
                new DeviceFault.Broken("token", "CKR_FIPS_SELF_TEST_FAILED"),
                new KeyFault.NotFound("label", "token", List.of()),
                new KeyFault.Ambiguous("label", "token", List.of("label/1", "label/2")),
                new KeyFault.Exportable("label", "token", "CKA_SENSITIVE = false, CKA_EXTRACTABLE = ?"),
                new KeyFault.NotUsable("label", "token", "EC"),
                new KeyFault.CertificateMismatch("label", "token"),
                new KeyFault.Orphaned("seal", "token"),
                new KeyFault.NotWritten("label", "token", "CKR_TOKEN_WRITE_PROTECTED"),
                new PinFileFault.FileUnsafe("k", "/pin", "rw-r--r--"),
                new PinFileFault.FileWithoutPin("k", "/pin", text("er tom", "is empty")),
                new PinFault.NotUnlocked("k", "token"),
                new PinFault.Invisible("the keyboard"),
                new PinFault.Refused("token", "/pin", "CKR_PIN_INCORRECT", "/memory"),
                new PinFault.InDoubt("token", "/pin", 3, "/memory"),
                new PinFault.ToBeChanged("token", "CKR_PIN_EXPIRED", "/memory"),
                new PinFault.NotInitialized("token", "CKR_USER_PIN_NOT_INITIALIZED"),
                new PinFault.CountLow("token", "/pin"),
                new PinFault.Locked("token", "/memory"),
                new PinFault.FinalTry("token"),
                new KeystoreFault.NotAllowed("seal", "k"),
                new KeystoreFault.Unreadable("k", "/keys.p12", text("mangler", "does not exist")),
                new KeystoreFault.Unsafe("k", "/keys.p12", "rw-r--r--"),
                new KeystoreFault.PasswordRefused("/keys.p12", "/pin"),
                new KeystoreFault.KeyNotFound("seal", "/keys.p12", List.of()),
                new KeystoreFault.KeyUnusable("seal", "/keys.p12", "EC"),
                new KeystoreFault.CertificateMismatch("seal", "/keys.p12"));
    }

    @Test
    void every_kind_of_fault_is_listed_here() {
        assertThat(faults().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(kindsOf(HsmFault.class).toList());
    }

    private static Stream<Class<?>> kindsOf(Class<?> family) {
        return family.isSealed()
                ? Arrays.stream(family.getPermittedSubclasses()).flatMap(FaultsTest::kindsOf)
                : Stream.of(family);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void every_fault_has_a_detail_and_a_remedy_in_two_languages(HsmFault fault) {
        assertThat(List.of(fault.detail(), fault.remedy())).allSatisfy(text -> {
            assertThat(text.no())
                    .endsWith(".")
                    .doesNotContainPattern("\\bnull\\b")
                    .isNotEqualTo(text.en());
            assertThat(text.en()).endsWith(".").doesNotContainPattern("\\bnull\\b");
        });
        assertThat(fault.problem().responsible()).isPresent();
        assertThat(new HsmException(fault)).hasMessage(fault.problem().sentence());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void every_fault_is_serializable(HsmFault fault) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new HsmException(fault));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((HsmException) in.readObject()).fault()).isEqualTo(fault);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_has_words_in_two_languages(Reason reason) {
        DeviceFault fault = new DeviceFault.Unavailable("token", reason.id());

        assertThat(fault.detail().en())
                .contains("(" + Text.message("hsm-reason." + reason.id()).en() + ")")
                .doesNotContain("hsm-reason");
    }

    private static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
