package no.portnokkel.hsm.pkcs11;

/**
 * A token as {@code C_GetTokenInfo} shows it.
 *
 * @param slot the {@code CK_SLOT_ID}
 * @param label without padding
 * @param serial without padding
 * @param flags as in {@code CK_TOKEN_INFO}
 */
record Token(long slot, String label, String serial, long flags) {
    private static final long INITIALIZED = 1L << 10;
    private static final long PIN_FINAL_TRY = 1L << 17;
    private static final long PIN_LOCKED = 1L << 18;

    /** What tells this token from all others, in memory of its PIN. */
    String identity() {
        return label + '\n' + serial;
    }

    boolean isInitialized() {
        return (flags & INITIALIZED) != 0;
    }

    boolean isOnFinalTry() {
        return (flags & PIN_FINAL_TRY) != 0;
    }

    boolean isLocked() {
        return (flags & PIN_LOCKED) != 0;
    }
}
