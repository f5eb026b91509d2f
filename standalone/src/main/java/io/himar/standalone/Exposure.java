package io.himar.standalone;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;

/**
 * Who reaches the gateway, and who is let in.
 *
 * @param address of this machine that it listens on, as a name or a number
 * @param keys whether callers need an API key
 * @param publicUrl where callers reach it who are not on this machine, such as {@code https://himar.example.org}; empty
 *     for the address that it listens on
 */
public record Exposure(String address, boolean keys, Optional<URI> publicUrl) {
    /** The address that only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    /** This machine alone reaches it, and needs no key. */
    public static final Exposure LOCAL = new Exposure(LOOPBACK, false, Optional.empty());

    /**
     * Refuses to let anybody in from elsewhere without a key.
     *
     * @throws SuiteException in one sentence
     */
    public Exposure {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(publicUrl, "publicUrl");
        publicUrl.filter(url -> !isOrigin(url)).ifPresent(url -> {
            throw new SuiteException("--public-url: " + url
                    + " (expected: an address without a path, such as https://himar.example.org).");
        });
        if (!keys && !resolved(address).isLoopbackAddress()) {
            throw new SuiteException("The gateway would listen on " + address
                    + ", where others reach it, and let everybody in: add --keys, so that callers need an API key, or"
                    + " leave out --bind.");
        }
    }

    /** Where others than this machine reach the gateway, which listens on a port; empty if they do not. */
    public Optional<URI> outside(int port) {
        return publicUrl.isPresent() || resolved().isLoopbackAddress()
                ? publicUrl
                : Optional.of(URI.create("http://" + literal(reachable()) + ":" + port));
    }

    /** Whether others than this machine may reach it. */
    boolean reachesOut() {
        return publicUrl.isPresent() || !resolved().isLoopbackAddress();
    }

    InetAddress resolved() {
        return resolved(address);
    }

    /** The host by which this machine calls the gateway. */
    String host() {
        InetAddress resolved = resolved();
        return resolved.isAnyLocalAddress() ? LOOPBACK : literal(resolved);
    }

    private InetAddress reachable() {
        return resolved().isAnyLocalAddress() ? OwnAddress.outgoing() : resolved();
    }

    private static String literal(InetAddress address) {
        String host = address.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static boolean isOrigin(URI url) {
        return url.getHost() != null
                && url.getScheme() != null
                && url.getScheme().matches("https?")
                && url.getUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawPath().matches("/?");
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
