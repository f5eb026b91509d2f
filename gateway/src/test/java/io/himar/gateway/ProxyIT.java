package io.himar.gateway;

import static io.himar.gateway.GatewayAssertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy that offers the gateway below a path. */
@GatewayTest
class ProxyIT {
    private final RunningGateway gateway;
    private final Scheduling scheduling;

    ProxyIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void links_and_location_stay_below_the_path_of_a_proxy() throws Exception {
        try (PathProxy proxy = PathProxy.below("/himar", gateway)) {
            HttpCalls http = proxy.http();
            HttpCalls.Answer created = http.post("/himar/v1/generations", "{'class': 1}");
            GenerationDocument generation = created.generation();

            assertThat(generation).isLinkedBelow("/himar");
            assertThat(created).hasHeader("Location", generation.self());
            assertThat(http.get(generation.self()).generation()).isLinkedBelow("/himar");
            assertThat(http.post(generation.cancel(), "").generation()).isLinkedBelow("/himar");
            assertThat(new GenerationDocument(http.get("/himar/v1/generations")
                            .json()
                            .path("data")
                            .path(0)))
                    .isLinkedBelow("/himar");
        }
    }

    @Test
    void the_closing_event_links_each_client_by_the_way_that_it_came() throws Exception {
        try (PathProxy proxy = PathProxy.below("/himar", gateway)) {
            ApiClient direct = new ApiClient(gateway.http());
            GenerationDocument generation = direct.generate("{'class': 1}");
            EventReader near = direct.follow(generation);
            EventReader far = EventReader.open(proxy.http(), "/himar" + generation.events());

            scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

            assertThat(last(near)).tellsTheEnd().isLinkedBelow("");
            assertThat(last(far)).tellsTheEnd().isLinkedBelow("/himar");
        }
    }

    @Test
    void the_openapi_document_names_the_server_by_the_path_of_a_proxy_and_by_no_host() throws Exception {
        try (PathProxy proxy = PathProxy.below("/himar", gateway)) {
            assertThat(server(proxy.http(), "/himar/v3/api-docs")).isEqualTo("/himar");
        }
        assertThat(server(gateway.http(), "/v3/api-docs")).isEqualTo("/");
    }

    @Test
    void paths_of_several_proxies_add_up() {
        HttpCalls.Answer created =
                gateway.http().post("/v1/generations", "{'class': 1}", "X-Forwarded-Prefix", "/studio/, /himar/");

        assertThat(created.generation()).isLinkedBelow("/studio/himar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"himar", "https://example.org/himar", "//example.org", "/a b", "/%zz", "/a?b", "/a/../b"})
    void a_path_that_no_link_could_begin_with_is_refused_by_name(String path) {
        assertThat(gateway.http().get("/v1/models", "X-Forwarded-Prefix", path))
                .isProblem(400)
                .blames("X-Forwarded-Prefix", "'" + path + "' (expected: a path such as /himar)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/himar", "/himar/", "/a/b-c_d.e", "/%E7%8A%AC"})
    void usual_paths_are_believed(String path) {
        assertThat(gateway.http().get("/v1/models", "X-Forwarded-Prefix", path)).isOk();
    }

    @Test
    void a_proxy_that_does_not_tell_its_path_passes_everything_that_is_asked_for_below_it() throws Exception {
        try (PathProxy proxy = PathProxy.silentlyBelow("/himar", gateway)) {
            HttpCalls http = proxy.http();
            GenerationDocument generation =
                    http.post("/himar/v1/generations", "{'class': 1}").generation();
            EventReader events = EventReader.open(http, "/himar" + generation.events());

            scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

            assertThat(last(events)).tellsTheEnd().succeeded();
            assertThat(http.get("/himar/")).isOk().isOfType("text/html");
        }
    }

    private static EventReader.Event last(EventReader events) throws InterruptedException {
        List<EventReader.Event> all = events.rest();
        return all.get(all.size() - 1);
    }

    private static String server(HttpCalls http, String document) {
        return http.get(document).json().path("servers").path(0).path("url").stringValue();
    }
}
