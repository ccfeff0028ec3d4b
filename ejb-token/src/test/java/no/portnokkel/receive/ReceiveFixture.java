package no.portnokkel.receive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.config.ReceiveSettings;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.token.WrongToken;

/** A twin that issues tokens, a server that publishes its keys, and validators that trust them. */
final class ReceiveFixture implements AutoCloseable {
    static final String API = "https://api.bank.example/kontoinformasjon";
    static final String SCOPE = "bits:kontoinformasjon";
    static final String CONSUMER = "310167398";
    static final String SUPPLIER = "974760673";

    final ManualClock time = new ManualClock();
    final MaskinportenTwin twin = MaskinportenTwin.builder().clock(time).start();
    final KeyServer keyServer = new KeyServer(twin);
    final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<MaskinportenTokenValidator> validators = new ConcurrentLinkedQueue<>();
    private Duration timeout = Duration.ofSeconds(10);

    ReceiveFixture with(Duration httpTimeout) {
        timeout = httpTimeout;
        return this;
    }

    MaskinportenTokenValidator validator() {
        return validator(Optional.empty(), Set.of());
    }

    MaskinportenTokenValidator validator(Optional<Set<OrganisationNumber>> suppliers, Set<String> otherAuthorities) {
        Environment environment = new Environment(
                "lab", EnvironmentClass.TEST, twin.issuer().toString(), twin.tokenEndpoint(), keyServer.address());
        Set<String> authorities = new TreeSet<>(otherAuthorities);
        authorities.add(ReceiveSettings.ORGANISATION_NUMBERS);
        MaskinportenTokenValidator validator = new MaskinportenTokenValidator(
                new ReceiveSettings(
                        environment,
                        Set.of(API, "https://api.bank.example/annet"),
                        Duration.ofSeconds(5),
                        suppliers,
                        Set.copyOf(authorities)),
                new HttpSettings(Duration.ofSeconds(2), timeout, Optional.empty(), List.of()),
                task -> {
                    Thread thread = new Thread(task, "receive-test");
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                },
                time,
                time);
        validators.add(validator);
        return validator;
    }

    String token() {
        return twin.tokenFor(CONSUMER, SCOPE, API);
    }

    String wrong(WrongToken kind) {
        return twin.wrongToken(kind, CONSUMER, SCOPE, API);
    }

    static Reason refusal(MaskinportenTokenValidator validator, String token) {
        return catchThrowableOfType(ReceivedTokenException.class, () -> validator.validate(token, SCOPE))
                .reason();
    }

    void closeValidators() {
        validators.forEach(MaskinportenTokenValidator::close);
        validators.clear();
        threads.clear();
    }

    @Override
    public void close() {
        closeValidators();
        keyServer.close();
        twin.close();
    }
}
