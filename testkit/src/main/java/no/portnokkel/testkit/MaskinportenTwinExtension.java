package no.portnokkel.testkit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that gives a test class a running {@link MaskinportenTwin}, as a method parameter or by {@link #twin}. The
 * twin starts before the first test and stops after the last one, including nested classes. Before each test it is running,
 * its faults are cleared and its counts are zero.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(twin -> twin.client(...));
 * }</pre>
 */
public final class MaskinportenTwinExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    private final UnaryOperator<TwinBuilder> configuration;
    private @Nullable MaskinportenTwin twin;
    private int classes;

    /** Creates an extension for {@code @ExtendWith}, with a twin without clients. */
    public MaskinportenTwinExtension() {
        this(UnaryOperator.identity());
    }

    /** @param configuration called once, with a default builder */
    public MaskinportenTwinExtension(UnaryOperator<TwinBuilder> configuration) {
        this.configuration = configuration;
    }

    /**
     * Returns the running twin.
     *
     * @throws IllegalStateException the tests of the class have not started, or have ended
     */
    public synchronized MaskinportenTwin twin() {
        if (twin == null) {
            throw new IllegalStateException("The twin runs only while the tests of its class run. The field of the"
                    + " extension must be static.");
        }
        return twin;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (twin == null) {
            twin = configuration.apply(MaskinportenTwin.builder()).start();
        }
        classes++;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        twin().faults().clear();
        twin().start();
        twin().forgetGrants();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        classes--;
        if (classes == 0 && twin != null) {
            twin.close();
            twin = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MaskinportenTwin.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return twin();
    }
}
