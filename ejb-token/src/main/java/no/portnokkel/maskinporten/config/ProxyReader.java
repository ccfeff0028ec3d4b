package no.portnokkel.maskinporten.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.files.SecretLine;
import no.portnokkel.maskinporten.config.ProxySettings.Credentials;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.HttpAddress;
import no.portnokkel.settings.ValueCharacters;

/** Reads the proxy and, once, the file with its password. Credentials that are wrong in part are reported and not used. */
final class ProxyReader {
    private static final String PROXY = "proxy";
    private static final String USER = "proxy-user";
    private static final String PASSWORD_FILE = "proxy-password-file";

    private final CheckedValues http;
    private final Path dataDir;
    private final boolean isDataDirUsable;

    /** @param dataDir shows which user runs this process; created if it is missing */
    ProxyReader(CheckedValues http, Path dataDir, boolean isDataDirUsable) {
        this.http = http;
        this.dataDir = dataDir;
        this.isDataDirUsable = isDataDirUsable;
    }

    Optional<ProxySettings> read() {
        Text allowed = Text.message(
                "configuration.proxy", Map.of("user", http.key(USER), "passwordFile", http.key(PASSWORD_FILE)));
        Optional<URI> address = http.value(PROXY, allowed, HttpAddress::ofProxy);
        Optional<Credentials> credentials = credentials();
        if (credentials.isPresent() && http.text(PROXY).isEmpty()) {
            http.missing(PROXY, allowed);
        }
        return address.map(proxy -> new ProxySettings(proxy, credentials));
    }

    private Optional<Credentials> credentials() {
        Text userOfFile = Text.message("configuration.proxy-user", Map.of("other", http.key(PASSWORD_FILE)));
        Text fileOfUser = Text.message("configuration.proxy-password-file", Map.of("other", http.key(USER)));
        boolean hasUser = http.text(USER).isPresent();
        boolean hasFile = http.text(PASSWORD_FILE).isPresent();
        if (hasUser && !hasFile) {
            return http.missing(PASSWORD_FILE, fileOfUser);
        }
        if (hasFile && !hasUser) {
            return http.missing(USER, userOfFile);
        }
        Optional<String> user = http.value(USER, userOfFile, text -> ValueCharacters.requireVisible(text, ":"));
        Optional<char[]> password =
                http.absolutePath(PASSWORD_FILE).flatMap(file -> isDataDirUsable ? password(file) : Optional.empty());
        return user.flatMap(name -> password.map(secret -> new Credentials(name, secret)));
    }

    private Optional<char[]> password(Path file) {
        try {
            UserPrincipal processUser = PrivateFolder.at(dataDir).owner();
            byte[] line = SecretLine.read(file, processUser);
            char[] password = decoded(line);
            Arrays.fill(line, (byte) 0);
            return Optional.of(password);
        } catch (SecretLine.RejectedException rejected) {
            Text allowed = Text.message("configuration.proxy-password-file", Map.of("other", http.key(USER)));
            return http.wrong(
                    PASSWORD_FILE, Text.message("configuration.file", Map.of("defect", rejected.defect())), allowed);
        } catch (IOException unusable) {
            return http.wrong(
                    "data-dir", PrivateFolder.defect(unusable), Text.message("configuration-value.private-folder"));
        }
    }

    /** UTF-8, or else ISO 8859-1. */
    private static char[] decoded(byte[] line) {
        CharBuffer text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
        } catch (CharacterCodingException otherCharset) {
            text = ISO_8859_1.decode(ByteBuffer.wrap(line));
        }
        char[] password = new char[text.remaining()];
        text.get(password);
        Arrays.fill(text.array(), '\0');
        return password;
    }
}
