package no.portnokkel.hsm;

import java.nio.charset.StandardCharsets;

/** Which token of a module is ours: by its label (the usual way), or by slot where labels are not unique. */
public sealed interface TokenSelector {
    /** The token as messages name it: its label, or {@code slot 7}. */
    String spoken();

    /**
     * The token that carries this label.
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
        public String spoken() {
            return label;
        }
    }

    /**
     * The token in this slot. Some modules give a slot another id at each start: prefer the label.
     *
     * @param id the {@code CK_SLOT_ID}, not a position in the list of slots
     */
    record BySlot(long id) implements TokenSelector {
        public BySlot {
            if (id < 0) {
                throw new IllegalArgumentException("A slot id is not negative.");
            }
        }

        @Override
        public String spoken() {
            return "slot " + id;
        }
    }
}
