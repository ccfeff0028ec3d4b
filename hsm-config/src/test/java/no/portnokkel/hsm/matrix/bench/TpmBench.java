package no.portnokkel.hsm.matrix.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import no.portnokkel.hsm.TestBank;

/** tpm2-pkcs11 on a TPM of software, which is made anew for each story. */
public final class TpmBench implements Bench {
    private final TpmDevice device = new TpmDevice();

    @Override
    public String name() {
        return "TPM 2.0";
    }

    @Override
    public String description() {
        return Described.module(TpmToken.MODULE, Optional.empty());
    }

    @Override
    public BenchToken token(Path directory, String label) {
        device.startAnew();
        device.addToken(label, TestBank.PIN);
        TpmToken token = new TpmToken(device, directory, label);
        try {
            Files.writeString(token.pinFile(), TestBank.PIN);
            Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        token.addKey("seal");
        return token;
    }
}
