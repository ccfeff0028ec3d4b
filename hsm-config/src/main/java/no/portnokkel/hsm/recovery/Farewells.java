package no.portnokkel.hsm.recovery;

import java.time.Duration;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.recovery.calls.NativeCall;
import no.portnokkel.hsm.recovery.calls.NativeCalls;

/** Logs out of generations that are past. A device that hangs, or is gone, is not waited for. */
record Farewells(NativeCalls calls, Later later) {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration AT_THE_END = Duration.ofSeconds(2);

    /** When those who are still in it have had their time. */
    void soon(Generation old) {
        later.in(GRACE.toNanos(), () -> begin(old));
    }

    void now(Generation last) {
        waitFor(begin(last));
    }

    void waitFor(Attempt last) {
        last.await(AT_THE_END.toNanos());
    }

    private Attempt begin(Generation old) {
        Attempt goodbye = new Attempt();
        try {
            NativeCall<Boolean> call = calls.begin(
                    () -> {
                        old.close();
                        return true;
                    },
                    goodbye::end);
            later.in(GRACE.toNanos(), call::giveUp);
        } catch (HsmException tooManyHang) {
            goodbye.end(); // the login ends with the process
        }
        return goodbye;
    }
}
