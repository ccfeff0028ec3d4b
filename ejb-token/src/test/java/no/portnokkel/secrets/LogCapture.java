package no.portnokkel.secrets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures all log records of this process at the finest level, with parameters and exceptions, except one logger of the JDK. */
public final class LogCapture extends Handler implements AutoCloseable {
    private static final Logger ROOT =
            Logger.getLogger(""); // referenced, because the level of an unreferenced logger is lost

    /**
     * The JDK logs certificates here, also while it verifies a signed jar. The thread then holds the lock of the jar, and a log
     * handler that loads a class from the jar on another thread would cause a deadlock.
     */
    private static final Logger CERTIFICATES = Logger.getLogger("jdk.event.security");

    private final BiConsumer<LogRecord, String> listener;

    private LogCapture(BiConsumer<LogRecord, String> listener) {
        this.listener = listener;
        setLevel(Level.ALL);
    }

    /**
     * Starts to capture.
     *
     * @param listener receives each record and its complete text; called by several threads
     */
    public static LogCapture start(BiConsumer<LogRecord, String> listener) {
        LogCapture capture = new LogCapture(listener);
        CERTIFICATES.setLevel(Level.OFF);
        ROOT.setLevel(Level.ALL);
        ROOT.addHandler(capture);
        return capture;
    }

    @Override
    public void publish(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(new SimpleFormatter().formatMessage(entry)).append('\n').append(entry.getMessage());
        if (entry.getParameters() != null) {
            text.append('\n').append(Arrays.deepToString(entry.getParameters()));
        }
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text));
        }
        listener.accept(entry, text.toString());
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
