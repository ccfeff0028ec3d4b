package no.portnokkel.hsm.pkcs11.profile;

/**
 * The attributes of new keys: {@code attributes} sections of SunPKCS11's configuration. With each of them a key is
 * non-exportable.
 */
final class KeyTemplate {
    /** Denies everything that a signing key must not do. */
    static final String LOCKED_DOWN = """
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_TOKEN = true
              CKA_PRIVATE = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
              CKA_DECRYPT = false
              CKA_UNWRAP = false
            }
            attributes(generate, CKO_PUBLIC_KEY, *) = {
              CKA_TOKEN = false
              CKA_VERIFY = true
              CKA_ENCRYPT = false
              CKA_WRAP = false
            }
            """;

    /** For modules that reject unknown attributes. */
    static final String SHORT = """
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_TOKEN = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
            }
            """;

    private KeyTemplate() {}
}
