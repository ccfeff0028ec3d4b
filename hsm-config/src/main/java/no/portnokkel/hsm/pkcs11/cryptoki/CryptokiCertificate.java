package no.portnokkel.hsm.pkcs11.cryptoki;

import java.security.cert.X509Certificate;

/**
 * A certificate as the token shows it.
 *
 * @param label the {@code CKA_LABEL}; that of the certificate beside a key is the name by which the key is chosen. May
 *     be empty
 * @param id the {@code CKA_ID} in hexadecimal; may be empty
 */
public record CryptokiCertificate(String label, String id, X509Certificate certificate) {}
