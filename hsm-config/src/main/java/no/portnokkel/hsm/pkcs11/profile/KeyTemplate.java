package no.portnokkel.hsm.pkcs11.profile;

/** How new keys are made: {@code attributes} sections of SunPKCS11's configuration. In each of them a key cannot leave. */
final class KeyTemplate {
    /** Says all that a key must not do. */
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

    /** For modules that refuse what they do not know. */
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
