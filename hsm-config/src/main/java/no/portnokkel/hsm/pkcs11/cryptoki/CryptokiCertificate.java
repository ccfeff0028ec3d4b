package no.portnokkel.hsm.pkcs11.cryptoki;

import java.security.cert.X509Certificate;

/**
 * A certificate as the token shows it.
 *
 * @param label the {@code CKA_LABEL}, by which the key of this certificate is chosen; may be empty
 * @param id the {@code CKA_ID} in hexadecimal; may be empty
 */
public record CryptokiCertificate(String label, String id, X509Certificate certificate) {}
