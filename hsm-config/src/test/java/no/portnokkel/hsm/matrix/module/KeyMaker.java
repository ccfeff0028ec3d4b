package no.portnokkel.hsm.matrix.module;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.function.Function;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;

/** Creates keys as the security officer does, with a login for each. */
record KeyMaker(HsmSettings settings) {
    private static final RSAKeyGenParameterSpec RSA = new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);

    X509Certificate makeKey(String label) {
        return during(label, token -> generate(token, label));
    }

    X509Certificate replaceKey() {
        return during("seal", token -> {
            token.destroy("seal", token.find("seal").chain().get(0).getPublicKey());
            return generate(token, "seal");
        });
    }

    X509Certificate replaceCertificate() {
        return during("seal", token -> {
            List<X509Certificate> next =
                    BankFixture.certify(token.find("seal").chain().get(0).getPublicKey());
            return token.replaceChain(token.find("seal"), next).chain().get(0);
        });
    }

    private static X509Certificate generate(WritableToken token, String label) {
        token.generate(label, RSA, (key, signer) -> BankFixture.certify(key).get(0));
        return token.find(label).chain().get(0);
    }

    private X509Certificate during(String label, Function<WritableToken, X509Certificate> work) {
        PinFile pin = new PinFile("pin-file", settings.pinFile().orElseThrow());
        try (Connector connector = Connector.forNewKey(settings, label, pin, new SecureRandom(), System::nanoTime);
                WritableToken token = connector.open()) {
            return work.apply(token);
        }
    }
}
