package no.portnokkel.hsm.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;

/** The folder that a ceremony writes. A file is replaced as a whole, so that an interruption leaves the old one or the new one. */
final class EvidenceFolder {
    static final String PLAN = "plan.yaml";
    static final String AUTHORITIES = "authorities.pem";
    static final String TRANSCRIPT = "transcript.jsonl";
    static final String REQUEST = "request.csr";
    static final String CERTIFICATE = "certificate.pem";
    static final String PAGE = "evidence.html";
    static final String MANIFEST = "evidence.json";

    private static final Set<String> NAMES =
            Set.of(PLAN, AUTHORITIES, TRANSCRIPT, REQUEST, CERTIFICATE, PAGE, MANIFEST);
    private static final Pattern LEFTOVER =
            Pattern.compile("(" + String.join("|", NAMES).replace(".", "\\.") + ")[0-9]+\\.next|owner-[0-9]+\\.probe");
    private static final int MAX_BYTES = 1 << 18;

    private final PrivateFolder folder;

    private EvidenceFolder(PrivateFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder, or creates it; removes what an interrupted write has left.
     *
     * @throws CeremonyRejectedException it is not private, or holds files that are not of a ceremony
     */
    static EvidenceFolder at(Path path) {
        try {
            EvidenceFolder opened = new EvidenceFolder(PrivateFolder.at(path.toAbsolutePath()));
            List<Path> leftovers = new ArrayList<>();
            for (Path file : list(path)) {
                String name = file.getFileName().toString();
                if (LEFTOVER.matcher(name).matches()) {
                    leftovers.add(file);
                } else if (!NAMES.contains(name)) {
                    throw new CeremonyRejectedException(
                            CeremonyRejectedException.Kind.POLICY,
                            Text.message(
                                    "evidence-folder.other-file",
                                    Map.of("folder", path, "file", UntrustedText.oneLine(name))),
                            Text.message("evidence-folder.other-file-remedy"));
                }
            }
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
            return opened;
        } catch (IOException unusable) {
            throw unusable(path, PrivateFolder.defect(unusable));
        }
    }

    Path path() {
        return folder.path();
    }

    Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(folder.path().resolve(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw unusable(folder.path().resolve(name), PrivateFolder.defect(unreadable));
        }
    }

    /** Writes a file as a whole, on disk when this method returns. */
    void write(String name, byte[] content) {
        try {
            folder.replace(name, content);
        } catch (IOException unwritable) {
            throw unusable(folder.path().resolve(name), PrivateFolder.defect(unwritable));
        }
    }

    /** Returns all files by name, but for the manifest. */
    SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        NAMES.stream()
                .filter(name -> !name.equals(MANIFEST))
                .forEach(name -> read(name).ifPresent(content -> files.put(name, content)));
        return files;
    }

    /**
     * Returns the files of any folder of evidence, whoever owns it.
     *
     * @param others receives the names of what is no file of evidence; it is not read
     * @throws IOException the folder cannot be read
     */
    static SortedMap<String, byte[]> contents(Path path, Consumer<String> others) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Path file : list(path)) {
            String name = file.getFileName().toString();
            if (NAMES.contains(name)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) <= MAX_BYTES) {
                files.put(name, Files.readAllBytes(file));
            } else {
                others.accept(name);
            }
        }
        return files;
    }

    private static List<Path> list(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }

    private static CeremonyRejectedException unusable(Path path, Text defect) {
        return new CeremonyRejectedException(
                CeremonyRejectedException.Kind.MACHINE,
                Text.message("evidence-folder.unusable", Map.of("path", path, "defect", defect)),
                Text.message("evidence-folder.unusable-remedy"));
    }
}
