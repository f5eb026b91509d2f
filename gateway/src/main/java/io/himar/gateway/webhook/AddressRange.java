package io.himar.gateway.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that begin with the same bits, in the notation {@code 10.1.0.0/16}. */
record AddressRange(byte[] address, int prefix) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    static boolean isRange(String text) {
        return parse(text).isPresent();
    }

    /** An address that is written as numbers; nothing is looked up. */
    static Optional<InetAddress> literal(String text) {
        if (!FOUR_NUMBERS.matcher(text).matches() && !GROUPS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((other[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<AddressRange> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length != 2 || !NUMBER.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(parts[1]);
        return literal(parts[0])
                .map(InetAddress::getAddress)
                .filter(address -> prefix <= address.length * Byte.SIZE)
                .map(address -> new AddressRange(address, prefix));
    }
}
