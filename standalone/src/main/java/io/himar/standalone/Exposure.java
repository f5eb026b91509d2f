package io.himar.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Who reaches the gateway, and who is let in.
 *
 * @param address of this machine that it listens on, as a name or a number
 * @param keys whether callers need an API key
 */
public record Exposure(String address, boolean keys) {
    /** The address that only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    /** This machine alone reaches it, and needs no key. */
    public static final Exposure LOCAL = new Exposure(LOOPBACK, false);

    /**
     * Refuses to let anybody in from elsewhere without a key.
     *
     * @throws SuiteException in one sentence
     */
    public Exposure {
        Objects.requireNonNull(address, "address");
        if (!keys && !resolved(address).isLoopbackAddress()) {
            throw new SuiteException("The gateway would listen on " + address
                    + ", where others reach it, and let everybody in: add --keys, so that callers need an API key, or"
                    + " leave out --bind.");
        }
    }

    InetAddress resolved() {
        return resolved(address);
    }

    /** The host by which this machine calls the gateway. */
    String host() {
        InetAddress resolved = resolved();
        String host = resolved.isAnyLocalAddress() ? LOOPBACK : resolved.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static InetAddress resolved(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new SuiteException(
                    "--bind: " + address + " is no address (expected: one of this machine, or 0.0.0.0 for all).", e);
        }
    }
}
