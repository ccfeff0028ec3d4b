package no.portnokkel.hsm.matrix.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import no.portnokkel.hsm.BankFixture;

/** tpm2-pkcs11 with a software TPM, which is created again for each scenario. */
public final class TpmUnderTest implements HsmUnderTest {
    private final TpmDevice device = new TpmDevice();

    @Override
    public String name() {
        return "TPM 2.0";
    }

    @Override
    public String description() {
        return ModuleDescription.module(TpmToken.MODULE, Optional.empty());
    }

    @Override
    public TokenUnderTest token(Path directory, String label) {
        device.startAnew();
        device.addToken(label, BankFixture.PIN);
        TpmToken token = new TpmToken(device, directory, label);
        try {
            Files.writeString(token.pinFile(), BankFixture.PIN);
            Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        token.addKey("seal");
        return token;
    }
}
