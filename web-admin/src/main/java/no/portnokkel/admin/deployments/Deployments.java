package no.portnokkel.admin.deployments;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.management.DeploymentMXBean;

/**
 * The deployments of this server, by their MBeans. Each is another application, perhaps with another release: what cannot be read is left
 * out.
 */
@Dependent
public class Deployments {
    private static final System.Logger LOG = System.getLogger(Deployments.class.getName());

    /** Characters of one answer; a thousand tokens take a tenth of it. */
    private static final int MAX_LENGTH = 2_000_000;

    private final String own;

    @Inject
    Deployments(ControlRoom controlRoom) {
        this(controlRoom.portnokkel().application());
    }

    /** @param own name of this deployment */
    Deployments(String own) {
        this.own = own;
    }

    /** Returns the state of the other deployments as {@code GET status} has it, each with its {@code name}. */
    public JsonArray statuses(Locale language) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Deployment other : others()) {
            other.status(language.toLanguageTag())
                    .ifPresent(status -> all.add(with("name", other.application(), status)));
        }
        return all.build();
    }

    /** Returns the cached tokens of the other deployments, each with the name of its {@code application}. */
    public List<JsonObject> cachedTokens() {
        return others().stream()
                .flatMap(other -> other.attribute("CachedTokens"))
                .toList();
    }

    /** Returns the injection points of all deployments, this one included, each with the name of its {@code application}. */
    public List<JsonObject> injectionPoints() {
        return all().flatMap(deployment -> deployment.attribute("InjectionPoints"))
                .toList();
    }

    private List<Deployment> others() {
        return all().filter(deployment -> !deployment.application().equals(own)).toList();
    }

    private static Stream<Deployment> all() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName names = new ObjectName(DeploymentMXBean.DOMAIN + ":type=Deployment,name=*,*");
            TreeMap<String, Deployment> sorted = new TreeMap<>();
            for (ObjectName name : server.queryNames(names, null)) {
                sorted.put(name.getCanonicalName(), new Deployment(server, name));
            }
            return sorted.values().stream();
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonObject with(String member, String value, JsonObject object) {
        JsonObjectBuilder extended = Json.createObjectBuilder().add(member, value);
        object.forEach(extended::add);
        return extended.build();
    }

    private record Deployment(MBeanServer server, ObjectName name) {
        String application() {
            String application = name.getKeyProperty("name");
            return application.startsWith("\"") ? ObjectName.unquote(application) : application;
        }

        Stream<JsonObject> attribute(String attribute) {
            return read(() -> server.getAttribute(name, attribute)).filter(JsonArray.class::isInstance).stream()
                    .flatMap(array -> array.asJsonArray().stream())
                    .filter(JsonObject.class::isInstance)
                    .map(object -> with("application", application(), object.asJsonObject()));
        }

        Optional<JsonObject> status(String language) {
            return read(() -> server.invoke(
                            name, "status", new Object[] {language}, new String[] {String.class.getName()}))
                    .filter(JsonObject.class::isInstance)
                    .map(JsonValue::asJsonObject);
        }

        private Optional<JsonStructure> read(Question question) {
            try {
                String answer = String.valueOf(question.ask());
                if (answer.length() > MAX_LENGTH) {
                    throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
                }
                try (JsonReader reader = Json.createReader(new StringReader(answer))) {
                    return Optional.of(reader.read());
                }
            } catch (JMException | JMRuntimeException | JsonException | IllegalArgumentException unreadable) {
                LOG.log(Level.DEBUG, "Application " + name + " cannot be read", unreadable);
                return Optional.empty(); // it may have stopped meanwhile
            }
        }
    }

    private interface Question {
        Object ask() throws JMException;
    }
}
