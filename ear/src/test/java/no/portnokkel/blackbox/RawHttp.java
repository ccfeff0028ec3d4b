package no.portnokkel.blackbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that send what no HTTP client would: a request without the end of its body. */
final class RawHttp implements AutoCloseable {
    private final URI base;
    private final List<Socket> open = new ArrayList<>();

    RawHttp(URI base) {
        this.base = base;
    }

    /** Announces a body, sends its first bytes, and leaves the connection open. */
    void sendUnfinished(String path, String headers, String start) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        open.add(socket);
        String head = "POST " + base.resolve(path).getRawPath() + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n"
                + headers + "\r\n" + start;
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Waits until the server has closed all connections, or answered and closed them. */
    void awaitClosed() throws IOException {
        for (Socket socket : open) {
            socket.setSoTimeout(60_000);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }
}
