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
 * Gives a test class a running {@link MaskinportenTwin}, as a parameter of its methods or by {@link #twin}. It starts
 * before the first test and stops after the last one, nested classes included; before each test it runs, its script is
 * empty and its counts are zero.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(twin -> twin.client(...));
 * }</pre>
 */
public final class MaskinportenTwinExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    private final UnaryOperator<TwinBuilder> plan;
    private @Nullable MaskinportenTwin twin;
    private int classes;

    /** For {@code @ExtendWith}: a twin without clients. */
    public MaskinportenTwinExtension() {
        this(UnaryOperator.identity());
    }

    /** @param plan called once, with the default plan */
    public MaskinportenTwinExtension(UnaryOperator<TwinBuilder> plan) {
        this.plan = plan;
    }

    /**
     * Returns the running twin.
     *
     * @throws IllegalStateException the test class has not begun, or is over
     */
    public synchronized MaskinportenTwin twin() {
        if (twin == null) {
            throw new IllegalStateException("The twin runs between the first test and the last one of its class;"
                    + " the field of the extension must be static.");
        }
        return twin;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (twin == null) {
            twin = plan.apply(MaskinportenTwin.builder()).start();
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
