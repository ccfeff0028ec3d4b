package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import no.portnokkel.hsm.fault.HsmException;

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
    private static final byte ANY = 0;
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
        Memory list = zeroed(Native.POINTER_SIZE);
        Object returnCode = library.getFunction("C_GetFunctionList").invoke(NativeLong.class, new Object[] {list});
        Cryptoki cryptoki = new Cryptoki(faults, library, list.getPointer(0));
        cryptoki.require(returnCode, Ckr.OK);
        return cryptoki;
    }

    /**
     * Initialises the module for use by many threads. SunPKCS11 then finds it initialised.
     *
     * @param parameters passed as the reserved argument: NSS expects its folder there
     * @return false if it was initialised already
     */
    public boolean initialize(Optional<String> parameters) {
        Memory arguments = zeroed(6L * Native.POINTER_SIZE); // four callbacks, flags, reserved
        arguments.setNativeLong(4L * Native.POINTER_SIZE, new NativeLong(OS_LOCKING_OK));
        Optional<Memory> text = parameters.map(Cryptoki::zeroTerminated);
        text.ifPresent(memory -> arguments.setPointer(5L * Native.POINTER_SIZE, memory));
        try {
            Object answer = call(INITIALIZE, arguments);
            require(answer, Ckr.OK, Ckr.ALREADY_INITIALIZED);
            return ((NativeLong) answer).longValue() == Ckr.OK;
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

    /**
     * Returns the tokens that are present now, blank ones too. A slot that does not show its token is left out, unless no
     * slot shows one.
     */
    public Slots slots() {
        List<HsmToken> tokens = new ArrayList<>();
        SortedMap<Long, Ckr> unreadable = new TreeMap<>();
        for (long slot : slotIds(WITH_TOKEN)) {
            Memory info = zeroed(STRUCTURE_BYTES);
            long code = ((NativeLong) call(GET_TOKEN_INFO, new NativeLong(slot), info)).longValue();
            if (code == Ckr.OK) {
                tokens.add(token(slot, info));
            } else {
                unreadable.put(slot, Ckr.of(code));
            }
        }
        if (tokens.isEmpty()) {
            unreadable.values().stream().findFirst().ifPresent(ckr -> {
                throw faults.of(ckr.code());
            });
        }
        return new Slots(tokens, unreadable);
    }

    private List<Long> slotIds(byte present) {
        UlongOut count = new UlongOut(0);
        require(call(GET_SLOT_LIST, present, Pointer.NULL, count), Ckr.OK);
        int slots = count.getValue().intValue();
        if (slots == 0) {
            return List.of();
        }
        Memory ids = zeroed((long) slots * NativeLong.SIZE);
        require(call(GET_SLOT_LIST, present, ids, count), Ckr.OK);
        return LongStream.range(0, Math.min(slots, count.getValue().intValue()))
                .map(i -> ids.getNativeLong(i * NativeLong.SIZE).longValue())
                .boxed()
                .toList();
    }

    /** Returns the place of a slot among all slots, with and without a token, from 0; -1 when there is no such slot. */
    public int slotIndex(long slot) {
        return slotIds(ANY).indexOf(slot);
    }

    /** Reads the information of one token again. */
    public HsmToken token(long slot) {
        Memory info = zeroed(STRUCTURE_BYTES);
        require(call(GET_TOKEN_INFO, new NativeLong(slot), info), Ckr.OK);
        return token(slot, info);
    }

    private static HsmToken token(long slot, Memory info) {
        return HsmToken.of(
                slot,
                text(info, 0, 32),
                text(info, 32, 32),
                text(info, 64, 16),
                text(info, 80, 16),
                info.getNativeLong(96).longValue());
    }

    /** Returns whether this process is logged in to the token through this module; false too when that cannot be read. */
    public boolean isLoggedIn(long slot) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return session.isOfUser();
        } catch (HsmException unreadable) {
            return false;
        }
    }

    /** Reads keys and certificates; private ones are visible only during a login to this copy of the module. */
    public TokenObjects objects(long slot) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return new TokenObjectReader(session).read();
        }
    }

    /** Reads the certificates with a label and their private keys, likewise. */
    public TokenObjects objectsOf(long slot, String label) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return new TokenObjectReader(session).read(label);
        }
    }

    /** Returns handles of the private keys that share the {@code CKA_ID} of a certificate with this label, likewise. */
    public List<TokenPrivateKey> privateKeys(long slot, String label) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            TokenObjectReader reader = new TokenObjectReader(session);
            return reader.privateKeys(label).stream()
                    .map(handle -> new TokenPrivateKey(this, faults, slot, handle, reader.type(handle)))
                    .toList();
        }
    }

    /** Returns the certificate and those of its issuers that the token holds. */
    public List<X509Certificate> chain(long slot, X509Certificate leaf) {
        try (ReadSession session = ReadSession.open(this, slot)) {
            return new TokenObjectReader(session).chain(leaf);
        }
    }

    /** Returns a private key of a token, for what SunPKCS11 cannot do without a certificate. */
    public PrivateKeyObject privateKey(HsmToken token, CryptokiKey key) {
        return new PrivateKeyObject(this, faults, token, key);
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
        return TokenText.decode(memory.getByteArray(offset, length)).strip();
    }

    /**
     * The slots of a module that say they hold a token.
     *
     * @param unreadable slots that do not show it, and why
     */
    public record Slots(List<HsmToken> tokens, SortedMap<Long, Ckr> unreadable) {
        public Slots {
            tokens = List.copyOf(tokens);
            unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
        }
    }
}
