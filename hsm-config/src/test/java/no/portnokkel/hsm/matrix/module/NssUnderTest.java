package no.portnokkel.hsm.matrix.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.settings.HsmSettings;

/** NSS: one token for each process, in the folder that NSS_LIB_PARAMS names; created again for each scenario. */
public final class NssUnderTest implements HsmUnderTest {
    private static final Path MODULE = Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so");
    private static final Path STORE = Path.of("target", "nss");
    private static final String LABEL = "NSS Certificate DB";

    @Override
    public String name() {
        return "NSS";
    }

    @Override
    public String description() {
        return ModuleDescription.module(MODULE, Optional.of(parameters()));
    }

    @Override
    public TokenUnderTest token(Path directory, String label) {
        try {
            Database token = new Database(directory);
            Files.writeString(token.pinFile(), BankFixture.PIN);
            Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString("rw-------"));
            emptyStore();
            Shell.runSuccessfully(
                    "certutil",
                    "-N",
                    "-d",
                    "sql:" + STORE,
                    "-f",
                    token.pinFile().toString());
            token.addKey("seal");
            return token;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String parameters() {
        return Objects.requireNonNull(System.getenv("NSS_LIB_PARAMS"), "Set NSS_LIB_PARAMS.");
    }

    private static void emptyStore() throws IOException {
        Files.createDirectories(STORE);
        try (Stream<Path> files = Files.list(STORE)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private record Database(Path directory) implements TokenUnderTest {
        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public Path library() {
            return MODULE;
        }

        @Override
        public Path pinFile() {
            return directory.toAbsolutePath().resolve("nss.pin");
        }

        @Override
        public HsmSettings settings(Path module, Path dataDir) {
            return HsmSettingsVariant.of(BankFixture.settings(dataDir, module, label(), pinFile()))
                    .profile("nss")
                    .settings();
        }

        @Override
        public String foreignConfiguration() {
            return "library = \"" + MODULE + "\"\nslot = 2\nnssArgs = \"" + parameters() + "\"";
        }

        @Override
        public void changePin(String next) {
            try {
                Path file = Files.writeString(directory.resolve("next.pin"), next);
                Shell.runSuccessfully(
                        "certutil", "-W", "-d", "sql:" + STORE, "-f", pinFile().toString(), "-@", file.toString());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }

        @Override
        public void initialiseAnew() {
            throw new NotSupportedByModule("it keeps its database open; deleting the files has no effect");
        }

        @Override
        public void addOtherToken() {
            // NSS always has another one: NSS Generic Crypto Services
        }

        @Override
        public Runnable addTokenWithSameLabel() {
            throw new NotSupportedByModule("it has one token with keys, and the label is fixed");
        }

        @Override
        public void requireNetworkAccess() {
            throw new NotSupportedByModule(
                    "it needs its folder at C_Initialize, and p11-kit server passes no parameters");
        }
    }
}
