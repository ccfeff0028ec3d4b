package no.portnokkel.testkit.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An HTTP server on 127.0.0.1. Closing it closes all connections, including those with a request in progress. */
public final class LoopbackServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoopbackServer.class.getName());
    private static final int BACKLOG = 1024; // our tests open a thousand connections at once

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(5);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private LoopbackServer(ServerSocket listener) {
        this.listener = listener;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "twin-" + listener.getLocalPort());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Binds the port. Clients can connect, and wait until {@link #serve} is called.
     *
     * @param port 0 for any free port
     * @throws java.net.BindException the port is in use
     */
    public static LoopbackServer bind(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true); // a restarted twin finds its port with connections in TIME_WAIT
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        } catch (IOException failed) {
            listener.close();
            throw failed;
        }
        return new LoopbackServer(listener);
    }

    /**
     * Binds a port that this process has just closed. A child process started at that moment has inherited the port and holds
     * it until its exec, so this method retries for up to five seconds.
     *
     * @throws java.net.BindException another process uses the port
     */
    public static LoopbackServer bindAgain(int port) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                return bind(port);
            } catch (BindException inUse) {
                if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                    throw inUse;
                }
                LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            }
        }
    }

    /**
     * Starts to handle requests.
     *
     * @param clock for the {@code Date} header
     */
    public void serve(Handler handler, Clock clock) {
        threads.execute(() -> accept(handler, clock));
    }

    /** Returns the port. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        close(listener);
        threads.shutdownNow(); // first, so that no connection is accepted after the others are closed
        connections.forEach(LoopbackServer::close);
        awaitThreads();
    }

    private void awaitThreads() {
        try {
            // A thread that has not left accept() yet holds the port, so an immediate restart would fail.
            if (!threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "A handler thread of port {0} does not end.", Integer.toString(port()));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(Handler handler, Clock clock) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                submit(connection, handler, clock);
            } catch (IOException closed) {
                LOG.log(Level.DEBUG, "The server accepts no further connections: {0}", closed.getMessage());
            }
        }
    }

    private void submit(Socket connection, Handler handler, Clock clock) {
        try {
            threads.execute(() -> serve(connection, handler, clock));
        } catch (RejectedExecutionException stopping) {
            close(connection);
        }
    }

    private void serve(Socket connection, Handler handler, Clock clock) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = new BufferedOutputStream(connection.getOutputStream())) {
            connection.setTcpNoDelay(true);
            Optional<HttpRequest> request = HttpRequest.read(in);
            while (request.isPresent() && answer(request.get(), handler, clock, out)) {
                request = HttpRequest.read(in);
            }
        } catch (IOException disconnected) {
            LOG.log(Level.DEBUG, "A connection ended: {0}", disconnected.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Handles one request. Returns whether to keep the connection open. */
    private static boolean answer(HttpRequest request, Handler handler, Clock clock, OutputStream out)
            throws IOException, InterruptedException {
        HttpResponse response = handler.answer(request);
        if (response.hangsUp()) {
            return false;
        }
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        return response.write(out, date, request.keepsConnection());
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException already) {
            LOG.log(Level.DEBUG, "Closing: {0}", already.getMessage());
        }
    }

    /** Handles HTTP requests; called by several threads concurrently. */
    @FunctionalInterface
    public interface Handler {

        /** Returns the response. May block for as long as the caller is meant to wait. */
        HttpResponse answer(HttpRequest request) throws InterruptedException;
    }
}
