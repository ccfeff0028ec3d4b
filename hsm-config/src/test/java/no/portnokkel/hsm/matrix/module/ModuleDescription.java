package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;

/** Reads the description of a module. */
final class ModuleDescription {
    private ModuleDescription() {}

    static String module(Path library, Optional<String> parameters) {
        Cryptoki module = Cryptoki.load(library, new CkrFaults("none", "library", library.toString()));
        module.initialize(parameters);
        return module.description();
    }
}
