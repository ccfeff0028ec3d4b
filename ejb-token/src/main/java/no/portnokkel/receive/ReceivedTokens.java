package no.portnokkel.receive;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import java.util.List;
import no.portnokkel.inject.MicroProfileValues;
import org.jspecify.annotations.Nullable;

/** The validator of the application, by its configuration, and the caller of the current request. */
@ApplicationScoped
class ReceivedTokens {
    private final RefusalLog log = new RefusalLog(System::nanoTime);

    @Resource
    ManagedThreadFactory threads;

    @Inject
    CurrentCaller current;

    private @Nullable MaskinportenTokenValidator validator;
    private String defect = "";

    /** Returns those of the calling application. */
    static ReceivedTokens current() {
        return CDI.current().select(ReceivedTokens.class).get();
    }

    @PostConstruct
    void start() {
        try {
            validator = MaskinportenTokenValidator.of(MicroProfileValues.ofApplication(), threads);
        } catch (IllegalArgumentException notConfigured) {
            defect = String.valueOf(notConfigured.getMessage());
        }
    }

    /**
     * Returns who calls, and makes it the caller of the current request.
     *
     * @throws ReceivedTokenException if the token is refused, which has been logged
     * @throws NotReceivingException if nothing is configured, or something is wrong, which has been logged
     */
    MaskinportenCaller accept(String token, List<String> scopes) throws ReceivedTokenException, NotReceivingException {
        MaskinportenTokenValidator configured = validator;
        if (configured == null) {
            log.notReceiving(defect);
            throw new NotReceivingException();
        }
        try {
            MaskinportenCaller caller = configured.validate(token, scopes.toArray(String[]::new));
            current.become(caller);
            return caller;
        } catch (ReceivedTokenException refused) {
            log.refused(refused);
            throw refused;
        }
    }

    @PreDestroy
    void stop() {
        if (validator != null) {
            validator.close();
        }
    }
}
