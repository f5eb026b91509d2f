package io.himar.reliability.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first lines of an HTTP/1.1 request or answer, up to and with the empty one.
 *
 * @param text of those lines
 */
record MessageHead(String text) {
    private static final String END = "\r\n\r\n";
    private static final int LONGEST = 64 << 10;

    static MessageHead read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length()) {
            int next = in.read();
            if (next < 0 || head.size() > LONGEST) {
                throw new EOFException("no head of a message");
            }
            head.write(next);
            matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return new MessageHead(head.toString(StandardCharsets.ISO_8859_1));
    }

    boolean stores() {
        return text.startsWith("PUT ") || text.startsWith("POST ");
    }

    /**
     * The same message as the connection's last one. Both sides have to be told (RFC 9112, section 9.6): a client that
     * reads no {@code close} in the answer sends its next request into a connection that is about to end.
     */
    byte[] closing() {
        int afterFirstLine = text.indexOf("\r\n") + 2;
        String rest = text.substring(afterFirstLine).replaceAll("(?im)^connection:.*\r\n", "");
        return (text.substring(0, afterFirstLine) + "Connection: close\r\n" + rest)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads the request's body, so that its sender gets to read, and answers with an error of S3. */
    void answer(Socket client, int status) throws IOException {
        client.getInputStream().skipNBytes(bodyLength());
        String code = status == 507 ? "InsufficientStorage" : "ServiceUnavailable";
        String body = text.startsWith("HEAD ")
                ? ""
                : "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>made up</Message></Error>";
        String answer = "HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    private long bodyLength() {
        return text.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Long.parseLong(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0L);
    }
}
