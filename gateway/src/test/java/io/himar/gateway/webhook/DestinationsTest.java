package io.himar.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.service.settings.InvalidSettingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "64:ff9b::8.8.8.8"})
    void public_addresses_are_reached(String address) throws Exception {
        assertThat(reachable(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::8.8.8.8",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addresses_that_are_not_public_are_not_reached(String address) throws Exception {
        assertThat(reachable(address)).isFalse();
    }

    @Test
    void what_the_operator_allows_is_reached_and_nothing_beside_it() throws Exception {
        assertThat(reachable("10.1.255.255", "10.1.0.0/16", "fd00::/8")).isTrue();
        assertThat(reachable("::ffff:10.1.0.1", "10.1.0.0/16", "fd00::/8")).isTrue();
        assertThat(reachable("fd12::1", "10.1.0.0/16", "fd00::/8")).isTrue();
        assertThat(reachable("10.2.0.0", "10.1.0.0/16", "fd00::/8")).isFalse();
        assertThat(reachable("10.1.2.128", "10.1.2.3/25")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "example.org/8", "10.0.0/8", "::1/129", "/8", ""})
    void a_range_that_is_none_is_refused_at_the_start(String range) {
        assertThatThrownBy(() -> settings(range))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("himar.webhooks.allow");
    }

    private static boolean reachable(String address, String... allowed) throws UnknownHostException {
        return new Destinations(settings(allowed)).reachable(InetAddress.getByName(address));
    }

    private static WebhookSettings settings(String... allowed) {
        return new WebhookSettings(false, List.of(allowed), Duration.ofDays(1));
    }
}
