package no.portnokkel.blackbox.page;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One stage for all tests of the pages, as new before each. JUnit closes it at the end of the run. */
final class WithControlRoom implements ParameterResolver, BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        stage(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlRoomFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stage(context);
    }

    private static ControlRoomFixture stage(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(WithControlRoom.class))
                .getOrComputeIfAbsent(
                        ControlRoomFixture.class, absent -> ControlRoomFixture.open(), ControlRoomFixture.class);
    }
}
