package no.portnokkel.hsm.settings;

import java.nio.charset.StandardCharsets;

/** Selects one token of a module: by its label (the usual way), or by slot where labels are not unique. */
public sealed interface TokenSelector {
    /** Returns the name of the token in messages: its label, or {@code slot 7}. */
    String displayName();

    /**
     * Selects the token with this label.
     *
     * @param label 1 to 32 bytes of UTF-8, without the padding of {@code CK_TOKEN_INFO}
     */
    record ByLabel(String label) implements TokenSelector {
        private static final int LABEL_BYTES = 32;

        public ByLabel {
            if (label.isBlank() || label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
                throw new IllegalArgumentException("A token label is 1 to 32 bytes of UTF-8.");
            }
        }

        @Override
        public String displayName() {
            return label;
        }
    }

    /**
     * Selects the token in this slot. Some modules assign new slot ids at each start: prefer the label.
     *
     * @param id the {@code CK_SLOT_ID}, not a position in the slot list
     */
    record BySlot(long id) implements TokenSelector {
        public BySlot {
            if (id < 0) {
                throw new IllegalArgumentException("A slot id is not negative.");
            }
        }

        @Override
        public String displayName() {
            return "slot " + id;
        }
    }
}
