package no.portnokkel.hsm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import no.portnokkel.files.PrivateFolder;

/**
 * The keys that a certificate was requested for, in a file for each public key below {@code data-dir}: a token does not show it. Thread
 * safe.
 */
public final class RequestedKeys {
    private static final System.Logger LOG = System.getLogger(RequestedKeys.class.getName());
    private static final String FOLDER = "certificate-requests";

    private final Path dataDir;

    /** @param dataDir of all that use the same keys on this machine */
    public RequestedKeys(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** Notes a request. Fails with one line in the log: the request is worth more than its note. */
    public void add(PublicKey key, Instant now) {
        try {
            PrivateFolder.at(dataDir).folder(FOLDER).replace(LastSignatures.name(key), now + "\n");
        } catch (IOException unwritable) {
            LOG.log(
                    Level.WARNING,
                    "Certificate requests cannot be noted below " + dataDir + ": " + unwritable.getMessage());
        }
    }

    /** Returns whether a certificate was requested for the key, on this machine. */
    public boolean contains(PublicKey key) {
        return Files.exists(dataDir.resolve(FOLDER).resolve(LastSignatures.name(key)));
    }
}
