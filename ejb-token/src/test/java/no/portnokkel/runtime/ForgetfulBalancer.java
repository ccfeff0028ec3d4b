package no.portnokkel.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A balancer in front of a server, which forgets each connection after its first response without a signal: what is sent
 * afterwards is lost, and the connection stays open.
 */
final class ForgetfulBalancer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile int serverPort;

    ForgetfulBalancer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        threads.execute(this::accept);
    }

    /** Sets the server that connections are forwarded to. */
    void forwardTo(int port) {
        serverPort = port;
    }

    /** Returns the address that clients use, with a slash at the end. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** Returns how often something was sent over a forgotten connection. */
    int lost() {
        return lost.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                Connection connection = new Connection(client, server);
                threads.execute(connection::forwardRequest);
                threads.execute(connection::forwardResponse);
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    @Override
    public void close() {
        close(listener);
        sockets.forEach(ForgetfulBalancer::close);
        threads.shutdownNow();
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception gone) {
            // nothing more to do
        }
    }

    /** Both directions of one connection. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean answered;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardRequest() {
            copy(client, server);
        }

        void forwardResponse() {
            copy(server, client);
        }

        private void copy(Socket from, Socket to) {
            byte[] bytes = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    boolean isRequest = from.equals(client);
                    if (isRequest && answered) {
                        lost.incrementAndGet();
                    } else {
                        answered |= !isRequest;
                        out.write(bytes, 0, length);
                    }
                }
            } catch (IOException closed) {
                // the other direction ends too
            } finally {
                close(from);
                close(to);
            }
        }
    }
}
