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

/** Hears requests to the byte and says to each what a test wants, also what is no HTTP. On loopback, until it is closed. */
public final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final ServerSocket listener;
    private final Speech speech;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicLong said = new AtomicLong();

    /** What to say to a request. Closing the stream closes the connection; else it is kept. */
    @FunctionalInterface
    public interface Speech {
        void to(String request, OutputStream out) throws IOException;
    }

    /** Listens on a socket of the caller's making, which becomes ours. */
    public RawServer(ServerSocket listener, Speech speech) {
        this.listener = listener;
        this.speech = speech;
        threads.execute(this::accept);
    }

    /** Listens on any port of 127.0.0.1. */
    public static RawServer saying(Speech speech) {
        try {
            return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), speech);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Says the same to everyone. */
    public static RawServer saying(String answer) {
        return saying((request, out) -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** An answer as it should be. */
    public static String answer(int status, String contentType, String body) {
        return "HTTP/1.1 " + status + " \r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Requests with their bodies, in the order of their coming. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /** How many bytes the other side, or the network between, has taken. */
    public long said() {
        return said.get();
    }

    /** Ends all connections without a word, and takes new ones. */
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
                connections.add(connection);
                threads.execute(() -> converse(connection));
            } catch (IOException over) {
                // closed: the loop ends
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            OutputStream out = counted(connection.getOutputStream());
            for (String request = request(connection.getInputStream());
                    !request.isEmpty();
                    request = request(connection.getInputStream())) {
                heard.add(request);
                speech.to(request, out);
                out.flush();
            }
        } catch (IOException gone) {
            // the other side has had enough
        } finally {
            connections.remove(connection);
        }
    }

    private OutputStream counted(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                said.addAndGet(length);
            }
        };
    }

    /** The next request; empty when the other side has closed. */
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

    /** The value of a header of a request; empty when it has none. */
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
            // closed all the same
        }
    }
}
