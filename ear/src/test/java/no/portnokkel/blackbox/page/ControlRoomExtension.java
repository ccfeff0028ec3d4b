package no.portnokkel.blackbox.page;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all tests of the pages one control room, reset before each test. JUnit closes it at the end of the run. */
final class ControlRoomExtension implements ParameterResolver, BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        controlRoom(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlRoomFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return controlRoom(context);
    }

    private static ControlRoomFixture controlRoom(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ControlRoomExtension.class))
                .getOrComputeIfAbsent(
                        ControlRoomFixture.class, absent -> ControlRoomFixture.open(), ControlRoomFixture.class);
    }
}
