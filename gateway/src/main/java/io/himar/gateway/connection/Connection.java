package io.himar.gateway.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/** The connection that a request came by. */
public final class Connection {
    static final String ATTRIBUTE = Connection.class.getName();

    private final Request request;

    Connection(Request request) {
        this.request = request;
    }

    /** To be taken while the request is handled; it may be used while the request waits. */
    public static Connection of(HttpServletRequest request) {
        return (Connection) request.getAttribute(ATTRIBUTE);
    }

    /**
     * Closes it at once. A response that is completed is first written to its end, for which a client that reads
     * nothing would hold a thread.
     */
    public void closeNow() {
        request.action(ActionCode.CLOSE_NOW, new IOException("cut off"));
    }

    /**
     * Whether the client has closed it. To be asked when the body is read, and nobody else reads or answers. The server
     * itself notices that when it writes, which may be minutes later.
     */
    public boolean isLeft() {
        // The server reads without waiting. At the end of what the client sends it says that one byte can be read.
        request.action(ActionCode.AVAILABLE, true);
        return request.getAvailable() == 1;
    }
}
