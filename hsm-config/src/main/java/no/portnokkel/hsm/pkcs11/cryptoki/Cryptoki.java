package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A loaded module. Reads what SunPKCS11 does not show: which slot holds which token, the flags of its PIN, and the
 * attributes of its keys. Structures are laid out as on Linux and macOS, where they are not packed.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40</a>
 */
public final class Cryptoki {
    private static final int INITIALIZE = 0;
    private static final int FINALIZE = 1;
    private static final int GET_INFO = 2;
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;

    /** RTLD_NOW without RTLD_GLOBAL: in the global scope a second copy would share the state of the first. */
    private static final Map<String, Integer> LOCAL_SCOPE = Map.of(Library.OPTION_OPEN_FLAGS, 2);

    private static final long OS_LOCKING_OK = 2;
    private static final byte WITH_TOKEN = 1;
    private static final int STRUCTURE_BYTES = 512; // CK_INFO has 88, CK_TOKEN_INFO 208

    private final CkrFaults faults;
    private final NativeLibrary
            library; // JNA unloads a library that is unreachable, even if its addresses are still in use
    private final Pointer functions;

    private Cryptoki(CkrFaults faults, NativeLibrary library, Pointer functions) {
        this.faults = faults;
        this.library = library;
        this.functions = functions;
    }

    /**
     * Loads the module without a call to the device.
     *
     * @param faults maps its return codes
     * @throws LinkageError when it is not a module, or native access is denied
     */
    public static Cryptoki load(Path module, CkrFaults faults) {
        NativeLibrary library = NativeLibrary.getInstance(module.toString(), LOCAL_SCOPE);
        PointerByReference list = new PointerByReference();
        Object returnCode = library.getFunction("C_GetFunctionList").invoke(NativeLong.class, new Object[] {list});
        Cryptoki cryptoki = new Cryptoki(faults, library, list.getValue());
        cryptoki.require(returnCode, Ckr.OK);
        return cryptoki;
    }

    /**
     * Initialises the module for use by many threads. SunPKCS11 then finds it initialised.
     *
     * @param parameters passed as the reserved argument: NSS expects its folder there
     */
    public void initialize(Optional<String> parameters) {
        Memory arguments = zeroed(6L * Native.POINTER_SIZE); // four callbacks, flags, reserved
        arguments.setNativeLong(4L * Native.POINTER_SIZE, new NativeLong(OS_LOCKING_OK));
        Optional<Memory> text = parameters.map(Cryptoki::zeroTerminated);
        text.ifPresent(memory -> arguments.setPointer(5L * Native.POINTER_SIZE, memory));
        try {
            require(call(INITIALIZE, arguments), Ckr.OK, Ckr.ALREADY_INITIALIZED);
        } finally {
            Reference.reachabilityFence(text);
        }
    }

    /**
     * Undoes {@link #initialize}: the module releases its resources, and the next call of {@link #initialize} sees
     * new tokens. Ends all sessions of SunPKCS11. No other thread may be in the module. An error is ignored.
     */
    public void finalizeModule() {
        call(FINALIZE, Pointer.NULL);
    }

    /** Returns the library's description and version. */
    public String description() {
        Memory info = zeroed(STRUCTURE_BYTES);
        require(call(GET_INFO, info), Ckr.OK);
        long description = 40L + NativeLong.SIZE;
        return text(info, description, 32) + " " + info.getByte(description + 32) + "."
                + info.getByte(description + 33);
    }

    /** Returns the tokens that are present now, blank ones too. */
    public List<HsmToken> tokens() {
        NativeLongByReference count = new NativeLongByReference();
        require(call(GET_SLOT_LIST, WITH_TOKEN, Pointer.NULL, count), Ckr.OK);
        int slots = count.getValue().intValue();
        if (slots == 0) {
            return List.of();
        }
        Memory ids = zeroed((long) slots * NativeLong.SIZE);
        require(call(GET_SLOT_LIST, WITH_TOKEN, ids, count), Ckr.OK);
        List<HsmToken> tokens = new ArrayList<>();
        for (int i = 0; i < Math.min(slots, count.getValue().intValue()); i++) {
            tokens.add(token(ids.getNativeLong((long) i * NativeLong.SIZE).longValue()));
        }
        return tokens;
    }

    /** Reads the information of one token again. */
    public HsmToken token(long slot) {
        Memory info = zeroed(STRUCTURE_BYTES);
        require(call(GET_TOKEN_INFO, new NativeLong(slot), info), Ckr.OK);
        return HsmToken.of(
                slot,
                text(info, 0, 32),
                text(info, 32, 32),
                text(info, 64, 16),
                text(info, 80, 16),
                info.getNativeLong(96).longValue());
    }

    /** Reads keys and certificates; private ones are visible only during a login to this copy of the module. */
    public TokenObjects objects(long slot) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return new TokenObjectReader(session).read();
        }
    }

    /** Reads the private keys of a certificate, likewise. */
    public List<CryptokiKey> keysOfCertificate(long slot, String certificateLabel) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return new TokenObjectReader(session).keysOfCertificate(certificateLabel);
        }
    }

    /** Returns a private key of a token, for what SunPKCS11 cannot do without a certificate. */
    public PrivateKeyObject privateKey(HsmToken token, CryptokiKey key) {
        return new PrivateKeyObject(this, token, key);
    }

    Object call(int function, Object... arguments) {
        long firstFunction = Native.POINTER_SIZE; // after CK_VERSION and its padding
        try {
            Pointer address = functions.getPointer(firstFunction + (long) function * Native.POINTER_SIZE);
            return Function.getFunction(address).invoke(NativeLong.class, arguments);
        } finally {
            Reference.reachabilityFence(library);
        }
    }

    void require(Object returnCode, long... accepted) {
        long code = ((NativeLong) returnCode).longValue();
        for (long one : accepted) {
            if (code == one) {
                return;
            }
        }
        throw faults.of(code);
    }

    private static Memory zeroTerminated(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = zeroed(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    private static Memory zeroed(long bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory;
    }

    private static String text(Memory memory, long offset, int length) {
        String padded = new String(memory.getByteArray(offset, length), StandardCharsets.UTF_8);
        int end = padded.indexOf('\0'); // some modules terminate with a zero instead of padding
        return (end < 0 ? padded : padded.substring(0, end)).strip();
    }
}
