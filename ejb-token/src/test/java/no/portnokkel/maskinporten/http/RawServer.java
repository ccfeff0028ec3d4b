package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback that records requests byte by byte and sends any response, also malformed HTTP. */
public final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final ServerSocket listener;
    private final Response response;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong bytesSent = new AtomicLong();

    /** Writes the response to a request. Closing the stream closes the connection; otherwise it is kept open. */
    @FunctionalInterface
    public interface Response {
        void to(String request, OutputStream out) throws IOException;
    }

    /** Listens on a socket that the caller created; closes it. */
    public RawServer(ServerSocket listener, Response response) {
        this.listener = listener;
        this.response = response;
        threads.execute(this::accept);
    }

    /** Listens on any port of 127.0.0.1. */
    public static RawServer answering(Response response) {
        try {
            return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), response);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Sends the same response to each request. */
    public static RawServer answering(String answer) {
        return answering((request, out) -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** Returns a well-formed response. */
    public static String answer(int status, String contentType, String body) {
        return "HTTP/1.1 " + status + " \r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Returns the requests with their bodies, in the order of arrival. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many bytes were written to the network. */
    public long bytesSent() {
        return bytesSent.get();
    }

    /** Closes all connections without a response. New connections are accepted. */
    public void cutConnections() {
        connections.forEach(RawServer::close);
    }

    @Override
    public void close() {
        close(listener);
        cutConnections();
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true); // bytes written now do not wait until the client has sent something
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            OutputStream out = counted(connection.getOutputStream());
            for (String request = request(connection.getInputStream());
                    !request.isEmpty();
                    request = request(connection.getInputStream())) {
                requests.add(request);
                response.to(request, out);
                out.flush();
            }
        } catch (IOException closedByClient) {
            // the client closed the connection
        } finally {
            connections.remove(connection);
        }
    }

    private OutputStream counted(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                bytesSent.addAndGet(length);
            }
        };
    }

    /** Returns the next request; empty if the client closed the connection. */
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes.write(next);
            if (bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                Matcher length = LENGTH.matcher(bytes.toString(ISO_8859_1));
                bytes.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
                return bytes.toString(ISO_8859_1);
            }
        }
        return "";
    }

    /** Returns the value of a request header; empty if it is missing. */
    public static String header(String request, String name) {
        return request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException already) {
            // nothing more to do
        }
    }
}
