package io.himar.gateway.event;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 as the web server speaks it, but with less room for each answer: it keeps a buffer of 8,192 bytes and one of
 * as many characters for as long as an answer lasts, and a stream of events lasts for hours. What is larger is sent in
 * pieces. The server makes it by its name, so it is public.
 */
public final class SmallAnswers extends Http11NioProtocol {
    private static final int BUFFER = 2048;

    @Override
    public int getDesiredBufferSize() {
        return BUFFER;
    }
}
