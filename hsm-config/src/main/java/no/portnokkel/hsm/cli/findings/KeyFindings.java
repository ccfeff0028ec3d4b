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

/** What a person wants to know about a key: whether it can leave the token, by the token's own word. */
public final class KeyFindings {
    private KeyFindings() {}

    public static Finding of(ProviderKey key, TokenObjects contents) {
        Optional<CryptokiKey> object = contents.keys().stream()
                .filter(one -> one.fits(key.chain().get(0).getPublicKey()))
                .findFirst();
        return object.map(one -> judge(key.label(), one))
                .orElseGet(() -> Finding.warning(ConnectionCheck.ATTRIBUTES, unknown(key.label())));
    }

    private static Finding judge(String label, CryptokiKey key) {
        if (key.canLeave()) {
            return Finding.failed(ConnectionCheck.ATTRIBUTES, canLeave(label), ExitCode.KEY_OR_CERTIFICATE);
        }
        List<KeyAttribute> defects = key.defects();
        return defects.isEmpty()
                ? Finding.ok(ConnectionCheck.ATTRIBUTES, Text.message("key-findings.defects", Map.of("label", label)))
                : Finding.warning(ConnectionCheck.ATTRIBUTES, madeElsewhere(label, defects));
    }

    private static Problem canLeave(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.can-leave", Map.of("label", label));
    }

    private static Problem madeElsewhere(String label, List<KeyAttribute> defects) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                "key-exportable.made-elsewhere",
                Map.of("label", label, "defects", KeyAttribute.titles(defects)));
    }

    private static Problem unknown(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.unknown", Map.of("label", label));
    }
}
