package no.portnokkel.hsm.cli.findings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Checks whether a key can leave the token, by the attributes that the token shows. */
public final class KeyFindings {
    private KeyFindings() {}

    public static Finding of(ProviderKey key, TokenObjects objects) {
        Optional<CryptokiKey> object = objects.keys().stream()
                .filter(one -> one.fits(key.chain().get(0).getPublicKey()))
                .findFirst();
        return object.map(one -> judge(key.label(), one))
                .orElseGet(() -> Finding.warning(ConnectionCheck.ATTRIBUTES, unknown(key.label())));
    }

    private static Finding judge(String label, CryptokiKey key) {
        if (key.isExportable()) {
            return Finding.failed(ConnectionCheck.ATTRIBUTES, isExportable(label), ExitCode.KEY_OR_CERTIFICATE);
        }
        List<KeyAttribute> defects = key.defects();
        return defects.isEmpty()
                ? Finding.ok(ConnectionCheck.ATTRIBUTES, Text.message("key-finding.ok", Map.of("label", label)))
                : Finding.warning(ConnectionCheck.ATTRIBUTES, madeElsewhere(label, defects));
    }

    private static Problem isExportable(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.by-attributes", Map.of("label", label));
    }

    private static Problem madeElsewhere(String label, List<KeyAttribute> defects) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                "key-exportable.made-elsewhere",
                Map.of("label", label, "defects", KeyAttribute.titles(defects)));
    }

    private static Problem unknown(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.attributes-unknown", Map.of("label", label));
    }
}
