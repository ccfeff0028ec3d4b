package no.portnokkel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Stands beside every test of this module, by {@code META-INF/services}: once a secret has been logged, the classes that
 * end afterwards fail and name the logger.
 */
public final class LogGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final LogCapture EAR = LogCapture.listening(LogGuard::hear);

    private static void hear(LogRecord entry, String text) {
        Secret.in(text)
                .forEach(secret -> LEAKS.add(secret + " logged by " + entry.getLoggerName() + " in "
                        + entry.getSourceClassName() + "." + entry.getSourceMethodName()));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(EAR).isNotNull(); // from the first test on
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(LEAKS).isEmpty();
    }
}
