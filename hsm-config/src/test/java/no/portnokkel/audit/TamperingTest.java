package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static no.portnokkel.audit.ExportFixture.file;
import static no.portnokkel.audit.ExportFixture.lines;
import static no.portnokkel.audit.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * 10,000 random changes of an export and its checkpoint: each is found, and where a record is named it is the first that differs.
 */
class TamperingTest {
    private static final int TAMPERINGS = 10_000;
    private static final int RECORDS = 16;
    private static final long SEED = 6962;

    private static final List<String> LINES = lines(RECORDS);
    private static final byte[] FILE = file(LINES);
    private static final byte[] NOTE = note(LINES);
    private static final AuditVerifier VERIFIER = new AuditVerifier(ExportFixture.SIGNER.publicKey());
    private static final AuditVerifier.VerifiedNote UNTOUCHED = VERIFIER.verify(NOTE);

    @Test
    void each_of_ten_thousand_tamperings_is_found() {
        for (int i = 0; i < TAMPERINGS; i++) {
            long seed = SEED + i;
            Kind kind = Kind.values()[i % Kind.values().length];
            Tampered tampered = kind.apply(new Random(seed));
            if (Arrays.equals(tampered.file, FILE) && Arrays.equals(tampered.note, NOTE)) {
                continue; // two equal characters were exchanged
            }
            AuditVerification result = verify(tampered);
            assertThat(result.isIntact()).as("%s, seed %d", kind, seed).isFalse();
            result.findings().forEach(finding -> assertThatTheRecordIsTheFirstWrong(finding, tampered, kind, seed));
        }
        assertThat(ExportFixture.verify(FILE, NOTE).isIntact()).isTrue();
    }

    /** A signature costs milliseconds: that of the untouched checkpoint is verified once. */
    private static AuditVerification verify(Tampered tampered) {
        if (tampered.note != NOTE) {
            return ExportFixture.verify(tampered.file, tampered.note);
        }
        try {
            return VERIFIER.verify(new ByteArrayInputStream(tampered.file), UNTOUCHED);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void assertThatTheRecordIsTheFirstWrong(
            AuditFinding finding, Tampered tampered, Kind kind, long seed) {
        long first = firstDifference(tampered.file);
        finding.firstWrong().ifPresent(named -> {
            boolean onlyTheChainSaysSo = kind.recomputesTheChain() && !finding.isProven();
            boolean eitherOfTwo = finding instanceof AuditFinding.ChainBroken;
            assertThat(first)
                    .as("%s, seed %d: %s", kind, seed, finding)
                    .isBetween(onlyTheChainSaysSo ? 1 : named, eitherOfTwo ? named + 1 : named);
        });
        if (finding instanceof AuditFinding.RootDiffers) {
            assertThat(kind.recomputesTheChain() || first == RECORDS)
                    .as("%s, seed %d: %s", kind, seed, finding)
                    .isTrue();
        }
    }

    /** Returns the number of the first line, with its end, that is not the original one. */
    private static long firstDifference(byte[] file) {
        int different = Arrays.mismatch(file, FILE);
        int line = 1;
        for (int i = 0; i < different; i++) {
            line += FILE[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** An export and its checkpoint, of which one or both are changed. */
    private static final class Tampered {
        private final byte[] file;
        private final byte[] note;

        Tampered(byte[] file, byte[] note) {
            this.file = file;
            this.note = note;
        }
    }

    private enum Kind {
        BIT_IN_FILE {
            @Override
            Tampered apply(Random random) {
                return new Tampered(flipped(FILE, random), NOTE);
            }
        },
        BIT_IN_CHECKPOINT {
            @Override
            Tampered apply(Random random) {
                return new Tampered(FILE, flipped(NOTE, random));
            }
        },
        BYTE_DELETED {
            @Override
            Tampered apply(Random random) {
                int at = random.nextInt(FILE.length);
                return new Tampered(joined(FILE, at, new byte[0], at + 1), NOTE);
            }
        },
        BYTES_INSERTED {
            @Override
            Tampered apply(Random random) {
                byte[] more = new byte[1 + random.nextInt(8)];
                random.nextBytes(more);
                int at = random.nextInt(FILE.length + 1);
                return new Tampered(joined(FILE, at, more, at), NOTE);
            }
        },
        FILE_TRUNCATED {
            @Override
            Tampered apply(Random random) {
                return new Tampered(Arrays.copyOf(FILE, random.nextInt(FILE.length)), NOTE);
            }
        },
        RECORDS_TRUNCATED {
            @Override
            Tampered apply(Random random) {
                return of(LINES.subList(0, random.nextInt(RECORDS)));
            }
        },
        RECORD_DELETED {
            @Override
            Tampered apply(Random random) {
                List<String> lines = new ArrayList<>(LINES);
                lines.remove(random.nextInt(RECORDS));
                return of(lines);
            }
        },
        RECORDS_SWAPPED {
            @Override
            Tampered apply(Random random) {
                List<String> lines = new ArrayList<>(LINES);
                Collections.swap(lines, random.nextInt(RECORDS), random.nextInt(RECORDS));
                return of(lines);
            }
        },
        RECORD_COPIED {
            @Override
            Tampered apply(Random random) {
                List<String> lines = new ArrayList<>(LINES);
                lines.add(random.nextInt(RECORDS + 1), LINES.get(random.nextInt(RECORDS)));
                return of(lines);
            }
        },
        RECORD_FORGED_IN_PLACE {
            @Override
            Tampered apply(Random random) {
                List<String> lines = new ArrayList<>(LINES);
                int at = random.nextInt(RECORDS);
                lines.set(at, forged(lines, at, random));
                return of(lines);
            }
        },
        RECORD_INSERTED_WITH_ITS_LINK {
            @Override
            Tampered apply(Random random) {
                List<String> lines = new ArrayList<>(LINES);
                int at = random.nextInt(RECORDS + 1);
                lines.add(at, forged(lines, at, random));
                return of(lines);
            }
        },
        CHAIN_COMPUTED_AGAIN {
            @Override
            Tampered apply(Random random) {
                return of(computedAgain(random));
            }
        },
        CHAIN_COMPUTED_AGAIN_AND_SIGNED_BY_ANOTHER {
            @Override
            Tampered apply(Random random) {
                List<String> lines = computedAgain(random);
                return new Tampered(file(lines), signedByAnother(lines));
            }
        },
        CHECKPOINT_OF_OTHER_RECORDS {
            @Override
            Tampered apply(Random random) {
                int records = random.nextInt(RECORDS);
                byte[] file = random.nextBoolean() ? FILE : file(LINES.subList(0, records));
                return new Tampered(file, OF_OTHER_RECORDS.get(records));
            }
        };

        private static final SoftwareSigner ANOTHER = SoftwareSigner.named("another");
        private static final List<byte[]> OF_OTHER_RECORDS = IntStream.range(0, RECORDS)
                .mapToObj(records -> signedByAnother(LINES.subList(0, records)))
                .toList();

        abstract Tampered apply(Random random);

        boolean recomputesTheChain() {
            return name().startsWith("CHAIN_COMPUTED_AGAIN");
        }

        private static Tampered of(List<String> lines) {
            return new Tampered(file(lines), NOTE);
        }

        private static byte[] signedByAnother(List<String> lines) {
            return ExportFixture.checkpoint(lines).note(List.of(ANOTHER)).getBytes(UTF_8);
        }

        private static List<String> computedAgain(Random random) {
            int from = random.nextInt(RECORDS);
            List<String> lines = new ArrayList<>(LINES.subList(0, from));
            lines.add(forged(lines, from, random));
            int records = RECORDS + random.nextInt(3) - 1;
            while (lines.size() < records) {
                int next = lines.size();
                lines.add(AuditLine.after(next, leaf(lines.get(next - 1)), ExportFixture.act(next + 1))
                        .text());
            }
            return lines;
        }

        private static String forged(List<String> lines, int at, Random random) {
            String act = "{\"act\":\"forged\",\"object\":" + random.nextInt(1_000) + "}";
            AuditLine line = at == 0 ? AuditLine.first(act) : AuditLine.after(at, leaf(lines.get(at - 1)), act);
            return line.text();
        }

        private static TreeHash leaf(String line) {
            return TreeHash.ofLeaf(line.getBytes(UTF_8));
        }

        private static byte[] flipped(byte[] content, Random random) {
            byte[] changed = content.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            return changed;
        }

        private static byte[] joined(byte[] content, int end, byte[] middle, int start) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            joined.write(content, 0, end);
            joined.writeBytes(middle);
            joined.write(content, start, content.length - start);
            return joined.toByteArray();
        }
    }
}
