package io.himar.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @Test
    void names_and_both_kinds_of_numbers_are_addresses() {
        assertThat(ServerAddress.parse("triton.models.svc:8001"))
                .isEqualTo(new ServerAddress("triton.models.svc", 8001));
        assertThat(ServerAddress.parse("127.0.0.1:1")).hasToString("127.0.0.1:1");
        assertThat(ServerAddress.parse("[::1]:8001")).hasToString("[::1]:8001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:", ":8001", "localhost:0", "localhost:65536", "http://a:1", "a:1/x"})
    void anything_else_is_refused_with_the_form_expected(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(address))
                .withMessage(
                        "inference server address: '" + address + "' (expected: host:port, such as 127.0.0.1:8001)");
    }
}
