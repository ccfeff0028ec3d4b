package no.portnokkel.hsm.pkcs11;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;

/**
 * The first proofs of the keys in one login, one at a time for each key: a key that hangs does not keep another one from its
 * proof. Thread safe.
 */
final class FirstProofs {
    private final String token;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, Boolean> hangs = new ConcurrentHashMap<>(); // for each key that is being proven

    /**
     * Creates an object without proofs.
     *
     * @param token for messages
     */
    FirstProofs(String token) {
        this.token = token;
    }

    /**
     * Runs the proof of a key when no other caller's is running.
     *
     * @param proof runs on this thread; another caller may have proven the key meanwhile
     * @throws HsmException from the proof, or {@link #fault} while another caller's hangs
     */
    ProviderKey run(String label, Supplier<ProviderKey> proof) {
        if (hangs.getOrDefault(label, false)) {
            throw new HsmException(fault(label));
        }
        synchronized (locks.computeIfAbsent(label, one -> new Object())) {
            hangs.put(label, false);
            try {
                return proof.get();
            } finally {
                hangs.remove(label);
            }
        }
    }

    /** Tells that the proof of a key hangs: until it returns, there is no other one. Returns false if none is running. */
    boolean reject(String label) {
        return hangs.computeIfPresent(label, (key, before) -> true) != null;
    }

    /** Returns the fault of a key whose proof hangs. */
    HsmFault fault(String label) {
        return new KeyFault.NotUsable(label, token, Reason.NO_ANSWER.id());
    }
}
