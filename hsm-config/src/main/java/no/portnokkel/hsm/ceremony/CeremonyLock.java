package no.portnokkel.hsm.ceremony;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Text;

/** Lets one ceremony or retirement at a time change the keys of those that share a {@code data-dir}. */
public final class CeremonyLock {
    private static final String FILE = "ceremony.lock";

    private CeremonyLock() {}

    /**
     * Runs work while no other process that shares the folder does.
     *
     * @throws CeremonyRejectedException another one does, or {@code data-dir} cannot be used
     */
    public static <T> T during(Path dataDir, Supplier<T> work) {
        try (FileChannel channel = FileChannel.open(PrivateFolder.at(dataDir).file(FILE), StandardOpenOption.WRITE)) {
            if (lock(channel).isEmpty()) {
                throw new CeremonyRejectedException(
                        CeremonyRejectedException.Kind.MACHINE,
                        Text.message("ceremony.under-way", Map.of("file", dataDir.resolve(FILE))),
                        Text.message("ceremony.under-way-remedy"));
            }
            return work.get();
        } catch (IOException unusable) {
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.MACHINE,
                    Text.message(
                            "evidence-folder.unusable",
                            Map.of("path", dataDir, "defect", PrivateFolder.defect(unusable))),
                    Text.message("evidence-folder.unusable-remedy"));
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException inThisProcess) {
            return Optional.empty();
        }
    }
}
