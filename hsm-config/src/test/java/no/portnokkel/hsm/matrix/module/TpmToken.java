package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.settings.HsmSettings;

/** A token of tpm2-pkcs11 and its TPM. */
record TpmToken(TpmDevice device, Path directory, String label) implements TokenUnderTest {
    static final Path MODULE = Path.of("/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so");

    @Override
    public Path library() {
        return MODULE;
    }

    @Override
    public Path pinFile() {
        return directory.toAbsolutePath().resolve(label + ".pin");
    }

    @Override
    public HsmSettings settings(Path module, Path dataDir) {
        return HsmSettingsVariant.of(BankFixture.settings(dataDir, module, label, pinFile()))
                .profile("tpm2")
                .settings();
    }

    @Override
    public String foreignConfiguration() {
        return "library = \"" + MODULE + "\"\nslot = 1";
    }

    /** The module reads its store once. */
    @Override
    public boolean showsLiveChanges() {
        return false;
    }

    @Override
    public void changePin(String next) {
        device.changePin(label, BankFixture.PIN, next);
    }

    @Override
    public void cutPower() {
        device.powerOff();
    }

    @Override
    public void restorePower() {
        device.powerOn();
    }

    @Override
    public void restartBroker() {
        device.stopResourceManager();
        device.startResourceManager();
    }

    @Override
    public void unlockPin() {
        device.forgiveWrongPins();
    }

    @Override
    public void lockPin() {
        for (int attempt = 0; attempt < TpmDevice.WRONG_PINS; attempt++) {
            OpenScTool.run(MODULE, label, "1111111111", "--list-objects");
        }
    }

    @Override
    public void initialiseAnew() {
        device.clear();
        device.addToken(label, BankFixture.PIN);
        addKey("seal");
    }

    @Override
    public void addOtherToken() {
        device.addToken(label + "-2", BankFixture.PIN);
    }

    @Override
    public Runnable addTokenWithSameLabel() {
        throw new NotSupportedByModule("its store rejects a second token with the same label");
    }

    @Override
    public void close() {
        device.powerOff();
    }
}
