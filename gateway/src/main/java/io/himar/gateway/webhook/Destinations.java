package io.himar.gateway.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * To which addresses a connection may be made: public ones, and those that the operator allows. What is not public
 * follows the registries of special-purpose addresses of IANA.
 */
@Component
public final class Destinations {
    private static final List<AddressRange> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by customers of a provider
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // what Azure offers to its machines
                    "169.254.0.0/16", // link-local, and metadata of clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocols
                    "192.0.2.0/24", // documents
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT
                    "192.88.99.0/24", // relays of 6to4
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documents
                    "203.0.113.0/24", // documents
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "2001::/23", // protocols, and Teredo, which hides another address
                    "2001:db8::/32", // documents
                    "2002::/16", // 6to4, which hides another address
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20") // documents
            .map(AddressRange::of)
            .toList();

    private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3");
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
    private static final int IPV4_BYTES = 4;

    private final List<AddressRange> allowed;

    public Destinations(WebhookSettings settings) {
        this.allowed = settings.allow().stream().map(AddressRange::of).toList();
    }

    /** Whether a connection to this address may be made. */
    public boolean reachable(InetAddress address) {
        byte[] bytes = address.getAddress();
        return contains(allowed, bytes) || isPublic(bytes);
    }

    private static boolean isPublic(byte[] bytes) {
        if (bytes.length == IPV4_BYTES) {
            return !contains(NOT_PUBLIC, bytes);
        }
        if (NAT64.contains(bytes)) {
            // It stands for the address of the older kind at its end.
            return isPublic(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        }
        return GLOBAL_UNICAST.contains(bytes) && !contains(NOT_PUBLIC, bytes);
    }

    private static boolean contains(List<AddressRange> ranges, byte[] bytes) {
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }
}
