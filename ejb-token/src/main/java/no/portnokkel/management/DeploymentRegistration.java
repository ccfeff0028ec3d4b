package no.portnokkel.management;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import no.portnokkel.inject.MaskinportenExtension.InjectionPointInfo;
import no.portnokkel.runtime.PortnokkelOperations;
import org.jspecify.annotations.Nullable;

/**
 * The registration of a deployment as an MBean of the server, until it is closed. A server that does not allow it is logged and nothing
 * else: the deployment works, but the control room does not see it.
 */
public final class DeploymentRegistration implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DeploymentRegistration.class.getName());

    private final @Nullable ObjectName name;

    private DeploymentRegistration(@Nullable ObjectName name) {
        this.name = name;
    }

    /**
     * Registers a deployment.
     *
     * @param application the name under which the server deployed it; {@code ""} if it is unknown
     * @param injectionPoints asked anew by each reader
     */
    public static DeploymentRegistration of(
            String application, PortnokkelOperations portnokkel, Supplier<List<InjectionPointInfo>> injectionPoints) {
        try {
            ObjectName name = new ObjectName(DeploymentMXBean.DOMAIN + ":type=Deployment,name="
                    + ObjectName.quote(application) + ",instance=" + UUID.randomUUID());
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new Deployment(application, portnokkel, injectionPoints), name);
            return new DeploymentRegistration(name);
        } catch (JMException | RuntimeException refused) { // of the server's own implementation
            LOG.log(
                    Level.WARNING,
                    "The control room will not see this application: no MBean can be registered",
                    refused);
            return new DeploymentRegistration(null);
        }
    }

    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            LOG.log(Level.DEBUG, "Somebody else has unregistered {0}", name);
        } catch (JMException | RuntimeException refused) {
            LOG.log(Level.WARNING, "The MBean " + name + " cannot be unregistered", refused);
        }
    }
}
