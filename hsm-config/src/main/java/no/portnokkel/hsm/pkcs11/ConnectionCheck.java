package no.portnokkel.hsm.pkcs11;

import java.util.Locale;
import no.portnokkel.problem.Text;

/** The steps from a module file to a proven key, in the order in which they are taken. */
public enum ConnectionCheck {
    MODULE("PKCS#11-modul", "PKCS#11 module"),
    LIBRARY("Bibliotek", "Library"),
    TOKEN("Token", "Token"),
    TOKEN_FLAGS("PIN-status", "PIN status"),
    PIN("PIN", "PIN"),
    LOGIN("Innlogging", "Login"),
    KEYS("Nøkler", "Keys"),
    ATTRIBUTES("Vern av nøkkelen", "Key protection"),
    CERTIFICATE("Sertifikat", "Certificate"),
    VALIDITY("Gyldighet", "Validity"),
    SIGNATURE("Prøvesignatur", "Probe signature");

    private final Text title;

    ConnectionCheck(String no, String en) {
        this.title = new Text(no, en);
    }

    /** The step as scripts see it, for example {@code token-flags}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A few words for people. */
    public Text title() {
        return title;
    }
}
