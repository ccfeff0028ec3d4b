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

/** Listens on 127.0.0.1 until it is closed; then every connection is cut, also one with a request under way. */
public final class LoopbackServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoopbackServer.class.getName());
    private static final int BACKLOG = 1024; // a thousand callers at once are a test of ours, not an attack

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(5);
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
     * Takes the port. Callers can connect, and wait for {@link #serve}.
     *
     * @param port 0 for any that is free
     * @throws java.net.BindException the port is taken
     */
    public static LoopbackServer bind(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true); // a twin that is started again finds its port with connections just closed
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        } catch (IOException refused) {
            listener.close();
            throw refused;
        }
        return new LoopbackServer(listener);
    }

    /**
     * Takes a port that this process has just left. A process that another thread starts at that moment holds the port
     * until it has let go of what it inherited, so this tries for a while.
     *
     * @throws java.net.BindException somebody else has it
     */
    public static LoopbackServer bindAgain(int port) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                return bind(port);
            } catch (BindException taken) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw taken;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Answers from now on.
     *
     * @param clock for the {@code Date} of the answers
     */
    public void serve(Handler handler, Clock clock) {
        threads.execute(() -> accept(handler, clock));
    }

    /** The port that is listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        close(listener);
        threads.shutdownNow(); // first, so that no connection is taken on after the others have been closed
        connections.forEach(LoopbackServer::close);
        awaitThreads();
    }

    private void awaitThreads() {
        try {
            // A thread that still leaves accept() holds the port, and whoever starts again at once would find it taken.
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "A handler of port {0} does not end.", Integer.toString(port()));
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
                take(connection, handler, clock);
            } catch (IOException closed) {
                LOG.log(Level.DEBUG, "No further connections: {0}", closed.getMessage());
            }
        }
    }

    private void take(Socket connection, Handler handler, Clock clock) {
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
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "A connection ended: {0}", gone.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether the connection is kept. */
    private static boolean answer(HttpRequest request, Handler handler, Clock clock, OutputStream out)
            throws IOException, InterruptedException {
        HttpResponse answer = handler.answer(request);
        if (answer.hangsUp()) {
            return false;
        }
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        return answer.write(out, date, request.keepsConnection());
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException already) {
            LOG.log(Level.DEBUG, "Closing: {0}", already.getMessage());
        }
    }
}
