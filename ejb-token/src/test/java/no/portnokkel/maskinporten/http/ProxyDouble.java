package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy on loopback that asks for the credentials of one account (RFC 9110, section 11.7), opens tunnels and forwards plain requests.
 * Every host name leads to loopback.
 */
public final class ProxyDouble implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
    private static final Pattern PLAIN = Pattern.compile("([A-Z]+) http://[^/:]+:([0-9]+)(/\\S*) ");
    private static final Pattern TUNNEL = Pattern.compile("CONNECT [^ ]+:([0-9]+) ");
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"?([^\",]*)\"?");
    private static final String REALM = "bank";
    private static final String NONCE = "5f1c";

    private final ServerSocket listener;
    private final String user;
    private final String password;
    private final String challenge;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy-double");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ProxyDouble(String user, String password, String challenge) {
        this.user = user;
        this.password = password;
        this.challenge = challenge;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        threads.execute(this::accept);
    }

    /** Asks for the password itself (RFC 7617). */
    public static ProxyDouble basic(String user, String password) {
        return new ProxyDouble(user, password, "Basic realm=\"" + REALM + "\"");
    }

    /** Asks for a proof of the password (RFC 7616). */
    public static ProxyDouble digest(String user, String password) {
        return new ProxyDouble(
                user, password, "Digest realm=\"" + REALM + "\", nonce=\"" + NONCE + "\", qop=\"auth\", algorithm=MD5");
    }

    /** Asks for something else that nobody can give. */
    public static ProxyDouble asking(String challenge) {
        return new ProxyDouble("", "", challenge);
    }

    public String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns the requests to the proxy itself, without what went through tunnels. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns how often somebody presented credentials. */
    public long tries() {
        return requests.stream()
                .filter(request -> !authorization(request).isEmpty())
                .count();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException already) {
            // nothing more to do
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            for (String request = read(client.getInputStream());
                    !request.isEmpty();
                    request = read(client.getInputStream())) {
                requests.add(request);
                if (isAllowed(request)) {
                    connect(request, client);
                    return;
                }
                write(
                        client,
                        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: " + challenge
                                + "\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
            }
        } catch (IOException closed) {
            // the client or the target closed the connection
        }
    }

    private boolean isAllowed(String request) {
        String authorization = authorization(request);
        return challenge.startsWith("Digest")
                ? authorization.startsWith("Digest ") && isProof(authorization, request)
                : authorization.equals(
                        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
    }

    private static String authorization(String request) {
        return RawServer.header(request, "Proxy-Authorization");
    }

    private boolean isProof(String authorization, String request) {
        String method = request.substring(0, request.indexOf(' '));
        String secret = md5(user + ":" + REALM + ":" + password);
        String proof = md5(String.join(
                ":",
                secret,
                NONCE,
                parameter(authorization, "nc"),
                parameter(authorization, "cnonce"),
                "auth",
                md5(method + ":" + parameter(authorization, "uri"))));
        return parameter(authorization, "response").equals(proof);
    }

    private static String parameter(String authorization, String name) {
        Matcher parameter = PARAMETER.matcher(authorization);
        while (parameter.find()) {
            if (parameter.group(1).equals(name)) {
                return parameter.group(2);
            }
        }
        return "";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void connect(String request, Socket client) throws IOException {
        Matcher tunnel = TUNNEL.matcher(request);
        Matcher plain = PLAIN.matcher(request);
        if (tunnel.lookingAt()) {
            try (Socket target = open(tunnel.group(1))) {
                write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                threads.execute(() -> pump(client, target));
                pump(target, client);
            }
        } else if (plain.lookingAt()) {
            try (Socket target = open(plain.group(2))) {
                String forwarded = plain.group(1) + " " + plain.group(3) + " " + request.substring(plain.end());
                write(
                        target,
                        forwarded
                                .replaceFirst("(?i)\r\nproxy-authorization: [^\r]*", "")
                                .replaceFirst("(?i)\r\nconnection: [^\r]*", "")
                                .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                pump(target, client);
            }
        }
    }

    private Socket open(String port) throws IOException {
        Socket target = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        sockets.add(target);
        return target;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) {
            // one of both is closed
        }
    }

    private static void write(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** Returns the next request; empty if the client closed the connection. */
    private static String read(InputStream in) throws IOException {
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
}
