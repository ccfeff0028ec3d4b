package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A read-only session of a token. It sees private objects once SunPKCS11 has logged in to the same copy of the
 * module: a login belongs to the process, not to a session.
 */
final class ReadSession implements AutoCloseable {
    private static final int OPEN_SESSION = 12;
    private static final int CLOSE_SESSION = 13;
    private static final int GET_SESSION_INFO = 15;
    private static final int GET_ATTRIBUTE_VALUE = 24;
    private static final int FIND_OBJECTS_INIT = 26;
    private static final int FIND_OBJECTS = 27;
    private static final int FIND_OBJECTS_FINAL = 28;

    private static final long SERIAL_SESSION = 4;
    private static final Set<Long> USER_STATES = Set.of(1L, 3L); // CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS
    /** {@code CKO_CERTIFICATE}. */
    static final long CERTIFICATES = 1;
    /** {@code CKO_PRIVATE_KEY}. */
    static final long PRIVATE_KEYS = 3;

    private static final long CLASS = 0x00;
    private static final long LENGTH = (long) NativeLong.SIZE + Native.POINTER_SIZE;
    private static final long HEADER = LENGTH + NativeLong.SIZE;
    private static final int PAGE_SIZE = 64;
    private static final int MAX_VALUE_BYTES = 1 << 16;
    private static final int MAX_WITNESSES = 3;

    private final Cryptoki cryptoki;
    private final NativeLong handle;

    private ReadSession(Cryptoki cryptoki, NativeLong handle) {
        this.cryptoki = cryptoki;
        this.handle = handle;
    }

    static ReadSession open(Cryptoki cryptoki, long slot) {
        UlongOut handle = new UlongOut(0);
        cryptoki.require(
                cryptoki.call(
                        OPEN_SESSION,
                        new NativeLong(slot),
                        new NativeLong(SERIAL_SESSION),
                        Pointer.NULL,
                        Pointer.NULL,
                        handle),
                Ckr.OK);
        return new ReadSession(cryptoki, handle.getValue());
    }

    /** Returns the handles of all objects of a class ({@code CKO_…}). */
    List<NativeLong> find(long objectClass) {
        return find(new TreeMap<>(Map.of(CLASS, unsignedLong(objectClass))));
    }

    /** Returns the handles of the objects of a class whose attribute ({@code CKA_…}) has this non-empty value. */
    List<NativeLong> find(long objectClass, long type, byte[] value) {
        return find(new TreeMap<>(Map.of(CLASS, unsignedLong(objectClass), type, value)));
    }

    private List<NativeLong> find(SortedMap<Long, byte[]> attributes) {
        Object started =
                cryptoki.call(FIND_OBJECTS_INIT, handle, template(attributes), new NativeLong(attributes.size()));
        cryptoki.require(started, Ckr.OK);
        List<NativeLong> found = new ArrayList<>();
        try {
            Memory page = new Memory((long) PAGE_SIZE * NativeLong.SIZE);
            UlongOut count = new UlongOut(0);
            do {
                Object answer = cryptoki.call(FIND_OBJECTS, handle, page, new NativeLong(PAGE_SIZE), count);
                cryptoki.require(answer, Ckr.OK);
                for (long i = 0; i < count.getValue().longValue(); i++) {
                    found.add(page.getNativeLong(i * NativeLong.SIZE));
                }
            } while (count.getValue().longValue() > 0);
        } finally {
            cryptoki.call(FIND_OBJECTS_FINAL, handle);
        }
        return found;
    }

    /** Returns the value of an attribute ({@code CKA_…}); empty where the token does not have or show it, or refuses it. */
    Optional<byte[]> value(NativeLong object, long type) {
        return attribute(object, type).value();
    }

    /** Returns an attribute ({@code CKA_…}) as the token answers. */
    Attribute attribute(NativeLong object, long type) {
        Memory query = template(type, 0);
        Optional<Attribute> withheld = withheld(object, query);
        long length = query.getNativeLong(LENGTH).longValue();
        if (withheld.isPresent() || length < 0 || length > MAX_VALUE_BYTES) {
            return withheld.orElse(Attribute.NOT_SHOWN);
        }
        Memory answer = template(type, (int) length);
        return withheld(object, answer)
                .orElseGet(() -> new Attribute(
                        Optional.of(answer.getByteArray(
                                HEADER, answer.getNativeLong(LENGTH).intValue())),
                        Optional.empty()));
    }

    /**
     * An attribute.
     *
     * @param value empty where the token does not have or show it
     * @param refusal the answer that is neither a value nor the standard's for an attribute that is not shown
     */
    record Attribute(Optional<byte[]> value, Optional<Ckr> refusal) {
        private static final Attribute NOT_SHOWN = new Attribute(Optional.empty(), Optional.empty());
    }

    /** Returns whether the user is logged in: a login belongs to all sessions of a process. */
    boolean isOfUser() {
        Memory info = new Memory(4L * NativeLong.SIZE); // slot, state, flags, error of the device
        cryptoki.require(cryptoki.call(GET_SESSION_INFO, handle, info), Ckr.OK);
        return USER_STATES.contains(info.getNativeLong(NativeLong.SIZE).longValue());
    }

    /** Calls a function whose first argument is the session, and returns its code. */
    long call(int function, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = handle;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ((NativeLong) cryptoki.call(function, all)).longValue();
    }

    @Override
    public void close() {
        cryptoki.call(CLOSE_SESSION, handle);
    }

    /** Asks for an attribute; returns what there is instead of its value, or empty if the value is in the template. */
    private Optional<Attribute> withheld(NativeLong object, Memory template) {
        Object answer = cryptoki.call(GET_ATTRIBUTE_VALUE, handle, object, template, new NativeLong(1));
        long code = ((NativeLong) answer).longValue();
        if (Ckr.isNotShown(code)) {
            return Optional.of(Attribute.NOT_SHOWN);
        }
        if (Ckr.isRefused(code) || (code != Ckr.OK && anotherObjectAnswers(object))) {
            return Optional.of(new Attribute(Optional.empty(), Optional.of(Ckr.of(code))));
        }
        cryptoki.require(answer, Ckr.OK);
        return Optional.empty();
    }

    /** Returns whether another object shows its class: then the session is of use, and any answer concerns the object alone. */
    private boolean anotherObjectAnswers(NativeLong object) {
        return Stream.of(CERTIFICATES, PRIVATE_KEYS)
                .flatMap(objectClass -> find(objectClass).stream())
                .filter(other -> !other.equals(object))
                .limit(MAX_WITNESSES)
                .map(other -> cryptoki.call(GET_ATTRIBUTE_VALUE, handle, other, template(CLASS, 0), new NativeLong(1)))
                .anyMatch(answer -> ((NativeLong) answer).longValue() == Ckr.OK);
    }

    /** Returns an array of {@code CK_ATTRIBUTE}, followed by their values. */
    static Memory template(SortedMap<Long, byte[]> attributes) {
        long values = HEADER * attributes.size();
        long bytes =
                attributes.values().stream().mapToLong(value -> value.length).sum();
        Memory template = new Memory(values + bytes);
        long at = 0;
        for (Map.Entry<Long, byte[]> one : attributes.entrySet()) {
            byte[] value = one.getValue();
            template.setNativeLong(at, new NativeLong(one.getKey()));
            template.setPointer(at + NativeLong.SIZE, template.share(values));
            template.setNativeLong(at + LENGTH, new NativeLong(value.length));
            template.write(values, value, 0, value.length);
            at += HEADER;
            values += value.length;
        }
        return template;
    }

    static byte[] unsignedLong(long value) {
        Memory memory = new Memory(NativeLong.SIZE);
        memory.setNativeLong(0, new NativeLong(value));
        return memory.getByteArray(0, NativeLong.SIZE);
    }

    /**
     * Returns a {@code CK_ATTRIBUTE} (type, pointer to the value, length of the value), followed by space for the
     * value.
     */
    private static Memory template(long type, int length) {
        Memory attribute = new Memory(HEADER + length);
        attribute.clear();
        attribute.setNativeLong(0, new NativeLong(type));
        attribute.setPointer(NativeLong.SIZE, length == 0 ? Pointer.NULL : attribute.share(HEADER));
        attribute.setNativeLong(LENGTH, new NativeLong(length));
        return attribute;
    }
}
