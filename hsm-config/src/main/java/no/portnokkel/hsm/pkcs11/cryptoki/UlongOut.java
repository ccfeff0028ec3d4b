package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;

/**
 * A {@code CK_ULONG} that a function of the module writes. Not JNA's {@code NativeLongByReference}: JNA keeps an instance of each
 * such type, whose memory keeps a thread of JNA alive and, in a server, the class loader of an undeployed application.
 */
final class UlongOut extends Memory {
    UlongOut(long initial) {
        super(NativeLong.SIZE);
        setNativeLong(0, new NativeLong(initial));
    }

    NativeLong getValue() {
        return getNativeLong(0);
    }
}
