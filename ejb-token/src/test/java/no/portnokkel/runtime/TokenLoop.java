package no.portnokkel.runtime;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;

/** A separate program, configured by system properties: fetches tokens and prints what an application would. */
final class TokenLoop {
    private TokenLoop() {}

    /** Fetches each kind of token as often as the argument says. */
    public static void main(String[] rounds) {
        Map<String, String> values = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("portnokkel."))
                .collect(Collectors.toMap(name -> name, System::getProperty));
        NationalIdentityNumber person = new NationalIdentityNumber("25922947409");
        TokenRequest income = TokenRequest.forScope("skatteetaten:inntekt");
        List<TokenRequest> requests =
                List.of(income, income.aboutPerson(person), income.with(Consent.ofPerson(UUID.randomUUID(), person)));
        try (PortnokkelOperations portnokkel =
                PortnokkelOperations.start(ConfigValues.of(values), Executors.defaultThreadFactory(), "")) {
            for (int round = 0; round < Integer.parseInt(rounds[0]); round++) {
                requests.forEach(request -> fetch(portnokkel, request));
            }
        }
    }

    private static void fetch(PortnokkelOperations portnokkel, TokenRequest request) {
        try {
            portnokkel.trial(request, true);
            System.out.println("GRANTED " + portnokkel.tokens().get(request));
        } catch (TokenException failed) {
            System.out.println("FAILED " + failed.problem().code().word());
            failed.printStackTrace();
        }
    }
}
