package no.portnokkel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Active in all tests of this module, registered in {@code META-INF/services}: when a secret is logged, all test classes that end
 * afterwards fail and name the logger.
 */
public final class LogGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final LogCapture CAPTURE = LogCapture.start(LogGuard::check);

    private static void check(LogRecord entry, String text) {
        Secret.in(text)
                .forEach(secret -> LEAKS.add(secret + " logged by " + entry.getLoggerName() + " in "
                        + entry.getSourceClassName() + "." + entry.getSourceMethodName()));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(CAPTURE).isNotNull(); // initialized before the first test
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(LEAKS).isEmpty();
    }
}
