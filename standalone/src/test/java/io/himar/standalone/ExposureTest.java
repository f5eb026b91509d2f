package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    @Test
    void on_loopback_there_is_no_way_from_outside() {
        assertThat(Exposure.LOCAL.outside(8080)).isEmpty();
        assertThat(Exposure.LOCAL.reachesOut()).isFalse();
    }

    @Test
    void others_reach_it_where_it_listens() {
        Exposure bound = new Exposure("192.0.2.7", true, Optional.empty());

        assertThat(bound.outside(8080)).contains(URI.create("http://192.0.2.7:8080"));
        assertThat(bound.host()).isEqualTo("192.0.2.7");
        assertThat(new Exposure("2001:db8::7", true, Optional.empty()).outside(80))
                .contains(URI.create("http://[2001:db8:0:0:0:0:0:7]:80"));
    }

    @Test
    void where_it_listens_on_all_addresses_others_reach_it_at_one_of_them() {
        Exposure all = new Exposure("0.0.0.0", true, Optional.empty());

        assertThat(all.outside(8080).orElseThrow().getHost()).isNotEqualTo("0.0.0.0");
        assertThat(all.outside(8080).orElseThrow().getPort()).isEqualTo(8080);
        assertThat(all.host()).isEqualTo("127.0.0.1");
    }

    @Test
    void a_public_address_is_that_of_a_proxy_before_it() {
        Optional<URI> proxy = Optional.of(URI.create("https://himar.example.org"));

        assertThat(new Exposure("127.0.0.1", false, proxy).outside(8080)).isEqualTo(proxy);
        assertThat(new Exposure("0.0.0.0", true, proxy).outside(8080)).isEqualTo(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"himar.example.org", "https://example.org/himar", "ftp://example.org", "http://a@b", "http://a?b"
            })
    void a_public_address_is_an_address_without_a_path(String url) {
        assertThatThrownBy(() -> new Exposure("127.0.0.1", true, Optional.of(URI.create(url))))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("--public-url: " + url);
    }
}
