package no.portnokkel.hsm.cli.findings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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
                ? Finding.ok(
                        ConnectionCheck.ATTRIBUTES,
                        new Text(
                                "«" + label + "» er laget i tokenet og kan ikke forlate det",
                                "\"" + label + "\" was made in the token and cannot leave it"))
                : Finding.warning(ConnectionCheck.ATTRIBUTES, brought(label, defects));
    }

    private static Problem canLeave(String label) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                new Text(
                        "«" + label + "» kan tas ut av tokenet (CKA_SENSITIVE, CKA_EXTRACTABLE).",
                        "\"" + label + "\" can be taken out of the token (CKA_SENSITIVE, CKA_EXTRACTABLE)."),
                new Text(
                        "Lag en ny nøkkel med portnokkel-hsm generate, og bytt til den.",
                        "Make a new key with portnokkel-hsm generate, and change to it."));
    }

    private static Problem brought(String label, List<KeyAttribute> defects) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                new Text(
                        "«" + label + "» kan ikke tas ut, men er ikke: " + list(defects, Text::no) + ".",
                        "\"" + label + "\" cannot be taken out, but is not: " + list(defects, Text::en) + "."),
                new Text(
                        "En kopi kan finnes utenfor; lag neste nøkkel i tokenet med portnokkel-hsm generate.",
                        "A copy may exist outside; make the next key in the token with portnokkel-hsm generate."));
    }

    private static Problem unknown(String label) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                new Text(
                        "Tokenet viser ikke hvordan «" + label + "» er vernet.",
                        "The token does not show how \"" + label + "\" is kept."),
                new Text("Se attributtene i leverandørens verktøy.", "Look at the attributes with the vendor's tool."));
    }

    private static String list(List<KeyAttribute> attributes, Function<Text, String> language) {
        return attributes.stream().map(KeyAttribute::title).map(language).collect(Collectors.joining(", "));
    }
}
