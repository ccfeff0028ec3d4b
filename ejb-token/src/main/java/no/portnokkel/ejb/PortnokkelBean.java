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
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.util.Objects;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import no.portnokkel.inject.MaskinportenExtension;
import no.portnokkel.inject.MicroProfileValues;
import no.portnokkel.management.DeploymentRegistration;
import no.portnokkel.runtime.PortnokkelOperations;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops Portnøkkel with the application. Concurrency is bean-managed and there is no transaction, because the container's
 * defaults would serialize callers and roll back their transactions when there is no token. Callers use the returned objects
 * directly, without interceptors.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@PermitAll
public class PortnokkelBean {
    @Resource
    ManagedThreadFactory threads;

    @Inject
    BeanManager beans;

    private @Nullable PortnokkelOperations operations;
    private @Nullable DeploymentRegistration registration;

    @PostConstruct
    void start() {
        String application = applicationName();
        operations = PortnokkelOperations.start(MicroProfileValues.ofApplication(), threads, application);
        registration = DeploymentRegistration.of(
                application,
                operations,
                () -> beans.getExtension(MaskinportenExtension.class).injectionPoints());
    }

    /** The name under which the container deployed the application (Jakarta EE Platform, EE.5.15). */
    @SuppressWarnings("BanJNDI") // a constant name in the server's own namespace
    private static String applicationName() {
        try {
            return InitialContext.doLookup("java:app/AppName");
        } catch (NamingException unknown) {
            return "";
        }
    }

    /** Returns the running instance of this deployment. */
    public PortnokkelOperations operations() {
        return Objects.requireNonNull(operations, "The container has not started this bean");
    }

    @PreDestroy
    void stop() {
        if (registration != null) {
            registration.close();
        }
        operations().close();
    }
}
