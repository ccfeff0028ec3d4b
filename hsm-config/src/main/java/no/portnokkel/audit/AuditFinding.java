package no.portnokkel.audit;

import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Explained;
import no.portnokkel.problem.Text;

/** Why an exported audit is not intact. Holds no text of the file but names of keys, fit for display. */
public sealed interface AuditFinding extends Explained {
    /** Returns the kind as scripts see it, for example {@code chain-broken}. */
    default String kind() {
        return messageKey().substring(messageKey().indexOf('.') + 1);
    }

    /** Returns the first sequence number that is wrong; empty when the finding concerns no record, or none can be named. */
    default Optional<Long> firstWrong() {
        return Optional.empty();
    }

    /**
     * Returns whether the signed checkpoint proves {@link #firstWrong}. Otherwise the chain of the lines says so: somebody who
     * computed the chain anew may have changed an earlier record too.
     */
    default boolean isProven() {
        return false;
    }

    /** One record is the first that is wrong. */
    sealed interface OfRecord extends AuditFinding {
        /** Returns the sequence number of that record. */
        long sequence();

        @Override
        default Optional<Long> firstWrong() {
            return Optional.of(sequence());
        }
    }

    /** The checkpoint cannot be read. */
    record NoteMalformed(Text defect) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.note-malformed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("defect", defect);
        }
    }

    /** The checkpoint has no signature. */
    record NoteUnsigned() implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.note-unsigned";
        }
    }

    /**
     * Others than the given key have signed the checkpoint.
     *
     * @param signers names and ids of their keys
     */
    record NoteByOthers(String signers, String expected) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.note-by-others";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("signers", signers, "expected", expected);
        }
    }

    /** A signature in the name of the given key is not one of it. */
    record SignatureWrong(String signer) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.signature-wrong";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("signer", signer);
        }
    }

    /** A line is no record. */
    record LineMalformed(long sequence, Text defect) implements OfRecord {
        @Override
        public String messageKey() {
            return "audit-finding.line-malformed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("sequence", sequence, "defect", defect);
        }
    }

    /** A record stands where another one belongs: one is missing, inserted, or moved. */
    record SequenceBroken(long sequence, long found) implements OfRecord {
        @Override
        public String messageKey() {
            return "audit-finding.sequence-broken";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("sequence", sequence, "found", found);
        }
    }

    /** Two different records have one sequence number; one of them is inserted. */
    record SequenceTwice(long sequence) implements OfRecord {
        @Override
        public String messageKey() {
            return "audit-finding.sequence-twice";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("sequence", sequence);
        }
    }

    /** A record does not follow the one before it: this one was changed, or the next one. */
    record ChainBroken(long sequence) implements OfRecord {
        @Override
        public String messageKey() {
            return "audit-finding.chain-broken";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("sequence", sequence, "next", sequence + 1);
        }
    }

    /** A record was changed; the checkpoint proves that all before it are intact. */
    record RecordChanged(long sequence) implements OfRecord {
        @Override
        public String messageKey() {
            return "audit-finding.record-changed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("sequence", sequence);
        }

        @Override
        public boolean isProven() {
            return true;
        }
    }

    /** The file ends before the checkpoint does. */
    record RecordsMissing(long records, long size) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.records-missing";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("records", records, "size", size);
        }

        @Override
        public Optional<Long> firstWrong() {
            return Optional.of(records + 1);
        }
    }

    /** The file has the records of the checkpoint, and more. */
    record RecordsAdded(long records, long size) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.records-added";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("records", records, "size", size);
        }

        @Override
        public Optional<Long> firstWrong() {
            return Optional.of(size + 1);
        }

        @Override
        public boolean isProven() {
            return true;
        }
    }

    /** The chain is unbroken, and the records are not those of the checkpoint. */
    record RootDiffers(long size) implements AuditFinding {
        @Override
        public String messageKey() {
            return "audit-finding.root-differs";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("size", size);
        }
    }
}
