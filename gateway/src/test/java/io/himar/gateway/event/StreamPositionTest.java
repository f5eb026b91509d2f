package io.himar.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.ErrorResponseException;

class StreamPositionTest {
    @Test
    void no_id_is_the_beginning() {
        assertThat(StreamPosition.parse(null)).isEqualTo(new StreamPosition(0, false));
        assertThat(StreamPosition.parse("")).isEqualTo(new StreamPosition(0, false));
    }

    @Test
    void an_id_is_the_place_behind_its_event() {
        assertThat(StreamPosition.parse("57")).isEqualTo(new StreamPosition(57, false));
    }

    @Test
    void the_id_of_the_closing_event_is_the_end() {
        assertThat(StreamPosition.parse(StreamPosition.doneId(57))).isEqualTo(new StreamPosition(57, true));
    }

    @Test
    void what_is_no_place_in_the_stream_is_its_beginning() {
        StreamPosition beginning = new StreamPosition(0, false);
        assertThat(new StreamPosition(57, false).in(57, false)).isEqualTo(new StreamPosition(57, false));
        assertThat(new StreamPosition(57, true).in(57, true)).isEqualTo(new StreamPosition(57, true));
        assertThat(new StreamPosition(58, false).in(57, false)).isEqualTo(beginning);
        assertThat(new StreamPosition(57, true).in(57, false)).isEqualTo(beginning);
        assertThat(new StreamPosition(0, true).in(57, true)).isEqualTo(beginning);
        assertThat(new StreamPosition(99, true).in(57, true)).isEqualTo(beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "57-", "57-done ", "99999999999999999999"})
    void anything_else_is_refused(String id) {
        assertThatThrownBy(() -> StreamPosition.parse(id)).isInstanceOf(ErrorResponseException.class);
    }
}
