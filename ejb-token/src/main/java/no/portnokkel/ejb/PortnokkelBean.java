package no.portnokkel.ejb;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.Objects;
import no.portnokkel.inject.MicroProfileValues;
import no.portnokkel.runtime.Portnokkel;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts Portnøkkel with the application and stops it with it. Bean-managed and outside transactions: the container's
 * defaults would let one caller at a time in, and roll back a caller's transaction when a token fails. What it hands out
 * is called directly, so no interceptor stands between a caller and a token.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@PermitAll
public class PortnokkelBean {
    @Resource
    ManagedThreadFactory threads;

    private @Nullable Portnokkel running;

    @PostConstruct
    void start() {
        running = Portnokkel.start(new MicroProfileValues(ConfigProvider.getConfig()), threads);
    }

    /** The one of this deployment, running. */
    public Portnokkel running() {
        return Objects.requireNonNull(running, "started by the container");
    }

    @PreDestroy
    void stop() {
        running().close();
    }
}
