package no.portnokkel;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;

/** A developer's program: reads a file of configuration, gets a token, and prints what happened. */
final class LaptopApplication {
    private LaptopApplication() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("cryptoki: "
                + ModuleLayer.boot().findModule("jdk.crypto.cryptoki").isPresent());
        System.out.println("jna: " + isPresent("com.sun.jna.Native"));
        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings(Path.of(arguments[0]))))) {
            AccessToken token = portnokkel.tokens().get(TokenRequest.forScope("skatteetaten:inntekt"));
            System.out.println("token: " + !token.value().isEmpty());
            System.out.println("ready: " + portnokkel.awaitReady(Duration.ofSeconds(30)));
        } catch (TokenException none) {
            System.out.println("problem: " + none.problem().code().word());
        }
    }

    static Map<String, String> settings(Path file) throws IOException {
        Properties lines = new Properties();
        lines.load(new StringReader(Files.readString(file)));
        return lines.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, lines::getProperty));
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
