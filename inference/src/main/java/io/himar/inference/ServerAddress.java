package io.himar.inference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code host:port} of an inference server; an IPv6 host stands in brackets. */
record ServerAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");

    static ServerAddress parse(String address) {
        Matcher matcher = FORM.matcher(address);
        if (!matcher.matches()) {
            throw refused(address);
        }
        int port = Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65_535) {
            throw refused(address);
        }
        return new ServerAddress(matcher.group(1), port);
    }

    private static IllegalArgumentException refused(String address) {
        return new IllegalArgumentException(
                "inference server address: '" + address + "' (expected: host:port, such as 127.0.0.1:8001)");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
