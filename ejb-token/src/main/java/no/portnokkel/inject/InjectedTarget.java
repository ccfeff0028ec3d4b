package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An injected target, or one derived from it. Reads the {@link ConsumerOrgContext} when {@code request()} is called, because the
 * filters of an asynchronous request run on threads without the caller's request scope. Survives passivation with its address;
 * providers and properties that the application has added do not.
 */
final class InjectedTarget implements WebTarget, Serializable {
    private static final long serialVersionUID = 1L;

    private final InjectionSpec spec;
    private final String address;
    private transient @Nullable Live live; // a data race is harmless: it is made twice

    private InjectedTarget(InjectionSpec spec, String address, @Nullable Live live) {
        this.spec = spec;
        this.address = address;
        this.live = live;
    }

    static InjectedTarget of(InjectionSpec spec, Live live) {
        return new InjectedTarget(spec, "", live);
    }

    private Live live() {
        Live present = live;
        if (present == null) {
            present = CDI.current().select(MaskinportenProducer.class).get().target(spec, address);
            live = present;
        }
        return present;
    }

    /** Returns what is stored at passivation: the address instead of the target. */
    private Object writeReplace() {
        Live present = live;
        return present == null
                ? this
                : new InjectedTarget(spec, present.target().getUriBuilder().toTemplate(), null);
    }

    private WebTarget derived(WebTarget target) {
        return new InjectedTarget(spec, "", new Live(live().tokens(), target));
    }

    private Invocation.Builder prepared(Invocation.Builder request) {
        return request.property(BearerTokenFilter.REQUEST, live().tokens().baseRequest());
    }

    @Override
    public URI getUri() {
        return live().target().getUri();
    }

    @Override
    public UriBuilder getUriBuilder() {
        return live().target().getUriBuilder();
    }

    @Override
    public WebTarget path(String path) {
        return derived(live().target().path(path));
    }

    @Override
    public WebTarget resolveTemplate(String name, Object value) {
        return derived(live().target().resolveTemplate(name, value));
    }

    @Override
    public WebTarget resolveTemplate(String name, Object value, boolean encodeSlashInPath) {
        return derived(live().target().resolveTemplate(name, value, encodeSlashInPath));
    }

    @Override
    public WebTarget resolveTemplateFromEncoded(String name, Object value) {
        return derived(live().target().resolveTemplateFromEncoded(name, value));
    }

    @Override
    public WebTarget resolveTemplates(Map<String, Object> templateValues) {
        return derived(live().target().resolveTemplates(templateValues));
    }

    @Override
    public WebTarget resolveTemplates(Map<String, Object> templateValues, boolean encodeSlashInPath) {
        return derived(live().target().resolveTemplates(templateValues, encodeSlashInPath));
    }

    @Override
    public WebTarget resolveTemplatesFromEncoded(Map<String, Object> templateValues) {
        return derived(live().target().resolveTemplatesFromEncoded(templateValues));
    }

    @Override
    public WebTarget matrixParam(String name, Object... values) {
        return derived(live().target().matrixParam(name, values));
    }

    @Override
    public WebTarget queryParam(String name, Object... values) {
        return derived(live().target().queryParam(name, values));
    }

    @Override
    public Invocation.Builder request() {
        return prepared(live().target().request());
    }

    @Override
    public Invocation.Builder request(String... acceptedResponseTypes) {
        return prepared(live().target().request(acceptedResponseTypes));
    }

    @Override
    public Invocation.Builder request(MediaType... acceptedResponseTypes) {
        return prepared(live().target().request(acceptedResponseTypes));
    }

    @Override
    public Configuration getConfiguration() {
        return live().target().getConfiguration();
    }

    @Override
    public WebTarget property(String name, Object value) {
        live().target().property(name, value);
        return this;
    }

    @Override
    public WebTarget register(Class<?> componentClass) {
        live().target().register(componentClass);
        return this;
    }

    @Override
    public WebTarget register(Class<?> componentClass, int priority) {
        live().target().register(componentClass, priority);
        return this;
    }

    @Override
    public WebTarget register(Class<?> componentClass, Class<?>... contracts) {
        live().target().register(componentClass, contracts);
        return this;
    }

    @Override
    public WebTarget register(Class<?> componentClass, Map<Class<?>, Integer> contracts) {
        live().target().register(componentClass, contracts);
        return this;
    }

    @Override
    public WebTarget register(Object component) {
        live().target().register(component);
        return this;
    }

    @Override
    public WebTarget register(Object component, int priority) {
        live().target().register(component, priority);
        return this;
    }

    @Override
    public WebTarget register(Object component, Class<?>... contracts) {
        live().target().register(component, contracts);
        return this;
    }

    @Override
    public WebTarget register(Object component, Map<Class<?>, Integer> contracts) {
        live().target().register(component, contracts);
        return this;
    }

    /**
     * What a passivated target finds again.
     *
     * @param target with the filters that add the token
     */
    record Live(TokenProvider tokens, WebTarget target) {}
}
