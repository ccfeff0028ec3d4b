package no.portnokkel.hsm.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import no.portnokkel.hsm.NetworkHsm;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;

/** The {@link NetworkHsm} of a scenario, with unchecked exceptions. */
record NetworkHsmFixture(NetworkHsm hsm) implements AutoCloseable {
    static NetworkHsmFixture of(TokenUnderTest token) {
        token.requireNetworkAccess();
        NetworkHsmFixture network = new NetworkHsmFixture(new NetworkHsm(token.library(), token.label()));
        network.switchOn();
        return network;
    }

    Path module() {
        return NetworkHsm.clientModule();
    }

    void switchOn() {
        during(hsm::switchOn);
    }

    void switchOff() {
        during(hsm::switchOff);
    }

    void hang() {
        during(hsm::hang);
    }

    void goOn() {
        during(hsm::goOn);
    }

    @Override
    public void close() {
        switchOff();
    }

    private static void during(IoAction action) {
        try {
            action.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface IoAction {
        void run() throws IOException;
    }
}
