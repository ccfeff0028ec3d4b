package no.portnokkel.control.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.files.SecretLine;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.oidc.RelyingPartySettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads {@code portnokkel.admin.oidc.client-secret-file}. The file follows the rules for secrets. */
public final class ClientSecretReader {
    private static final String FILE = "client-secret-file";

    private final CheckedValues checked;

    public ClientSecretReader(ConfigValues values) {
        this.checked = Configuration.checked(values, SignOnReader.PREFIX);
    }

    /**
     * Reads the client secret.
     *
     * @param dataDir shows which user runs this process; created if it is missing
     * @return empty when no file is configured, or it cannot be used, which is a problem
     */
    public Optional<RelyingPartySettings.Secret> read(Path dataDir) {
        return checked.absolutePath(FILE).flatMap(file -> {
            try {
                byte[] line = SecretLine.read(file, PrivateFolder.at(dataDir).owner());
                String secret = new String(line, StandardCharsets.UTF_8);
                Arrays.fill(line, (byte) 0);
                return Optional.of(new RelyingPartySettings.Secret(secret));
            } catch (SecretLine.RejectedException rejected) {
                return unusable(Text.message("configuration.file", Map.of("defect", rejected.defect())));
            } catch (IOException folder) { // reported with data-dir too
                return unusable(PrivateFolder.defect(folder));
            }
        });
    }

    private Optional<RelyingPartySettings.Secret> unusable(Text defect) {
        return checked.wrong(FILE, defect, Text.message("configuration-value.oidc-secret-file"));
    }

    /** Returns why the secret cannot be used; empty when it can, or none is configured. */
    public List<Problem> problems() {
        return List.copyOf(checked.problems());
    }
}
