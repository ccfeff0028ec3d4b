package no.portnokkel.hsm.pkcs11;

import java.security.PublicKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which public keys have ever confirmed a probe in this process. One of them that does so no more is the device's fault. */
final class ProvenKeys {
    private final ModuleLoader modules;
    private final Set<PublicKey> confirmed = ConcurrentHashMap.newKeySet();

    ProvenKeys(ModuleLoader modules) {
        this.modules = modules;
    }

    void passed(LoadedModule module, PublicKey key) {
        confirmed.add(key);
        modules.served(module);
    }

    boolean havePassed(PublicKey key) {
        return confirmed.contains(key);
    }
}
