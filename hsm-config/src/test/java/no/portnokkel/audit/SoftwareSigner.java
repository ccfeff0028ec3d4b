package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Signs checkpoints in software. One name gives one key, and one signature of each text, so that failures can be repeated. */
public record SoftwareSigner(String name, KeyPair pair) implements NoteSigner {
    public static SoftwareSigner named(String name) {
        return onCurve("secp256r1", name);
    }

    public static SoftwareSigner onCurve(String curve, String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve), seeded(name.getBytes(UTF_8)));
            return new SoftwareSigner(name, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public PublicKey publicKey() {
        return pair.getPublic();
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), seeded(text));
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SecureRandom seeded(byte[] seed) throws GeneralSecurityException {
        SecureRandom random =
                SecureRandom.getInstance("SHA1PRNG"); // the one that adds nothing to a seed that it gets first
        random.setSeed(seed);
        return random;
    }
}
