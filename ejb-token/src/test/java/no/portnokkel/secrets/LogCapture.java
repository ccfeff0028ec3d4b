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

/** Hears every record of this process at the finest level, with its parameters and its exception; one logger of the JDK's apart. */
public final class LogCapture extends Handler implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger(""); // kept: loggers without a reference forget their level

    /**
     * The JDK writes certificates' names and numbers to it, also while it checks a signed jar: then this thread holds the
     * jar's lock, and whoever loads a class from the jar while it logs waits for us as we wait for it.
     */
    private static final Logger CERTIFICATES = Logger.getLogger("jdk.event.security");

    private final BiConsumer<LogRecord, String> listener;

    private LogCapture(BiConsumer<LogRecord, String> listener) {
        this.listener = listener;
        setLevel(Level.ALL);
    }

    /**
     * Listens from now on.
     *
     * @param listener gets each record and all its text; called by several threads
     */
    public static LogCapture listening(BiConsumer<LogRecord, String> listener) {
        LogCapture ear = new LogCapture(listener);
        CERTIFICATES.setLevel(Level.OFF);
        ROOT.setLevel(Level.ALL);
        ROOT.addHandler(ear);
        return ear;
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
        // nothing is kept back
    }

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
