package no.portnokkel.hsm.pkcs11;

import java.security.PublicKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public keys that have verified a probe in this process. If a key matched once and no longer does, the device is
 * at fault.
 */
final class ProvenKeys {
    private final ModuleLoader moduleLoader;
    private final Set<PublicKey> confirmed = ConcurrentHashMap.newKeySet();

    ProvenKeys(ModuleLoader moduleLoader) {
        this.moduleLoader = moduleLoader;
    }

    void add(LoadedModule module, PublicKey key) {
        confirmed.add(key);
        moduleLoader.markSigned(module);
    }

    boolean contains(PublicKey key) {
        return confirmed.contains(key);
    }
}
