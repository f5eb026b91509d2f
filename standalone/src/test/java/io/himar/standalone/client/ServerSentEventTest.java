package io.himar.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSentEventTest {
    @Test
    void fields_up_to_an_empty_line_make_one_event() {
        var lines = List.of(":open", "retry:1000", "", "id:7", "event: image", "data: {\"a\":", "data:1}", "")
                .iterator();

        assertThat(ServerSentEvent.next(lines)).contains(new ServerSentEvent(Optional.of("7"), "image", "{\"a\":\n1}"));
        assertThat(ServerSentEvent.next(lines)).isEmpty();
    }

    @Test
    void an_event_without_a_name_is_a_message() {
        var lines = List.of("data: x", "").iterator();

        assertThat(ServerSentEvent.next(lines)).contains(new ServerSentEvent(Optional.empty(), "message", "x"));
    }

    @Test
    void an_event_that_the_connection_cut_off_is_none() {
        var lines = List.of("id: 8", "data: half").iterator();

        assertThat(ServerSentEvent.next(lines)).isEmpty();
    }
}
