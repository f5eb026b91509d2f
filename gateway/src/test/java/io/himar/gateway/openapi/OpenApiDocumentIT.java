package io.himar.gateway.openapi;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What authors of client generators read. */
@GatewayTest
class OpenApiDocumentIT {
    /** Whose fields may all be missing. */
    private static final Set<String> NOTHING_REQUIRED = Set.of("Timings", "Preview", "Picture", "ReadyEvent");

    private final HttpCalls http;
    private final Scheduling scheduling;
    private final ServedDocument document;

    OpenApiDocumentIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.scheduling = new Scheduling(gateway);
        this.document = ServedDocument.of(http);
    }

    @Test
    void every_answer_and_event_says_which_of_its_fields_are_always_there() {
        Set<String> answered = new TreeSet<>();
        operations().forEach(operation -> document.collect(operation.path("responses"), answered));

        assertThat(answered)
                .contains(
                        "Generation", "GenerationStreamEvent", "TenantStreamEvent", "ImageEvent", "Images", "Problem");
        for (String name : answered) {
            JsonNode schema = schema(name);
            if (schema.has("properties")) {
                assertThat(schema.path("type").asString("")).as(name).isEqualTo("object");
                assertThat(schema.has("required")).as(name).isNotEqualTo(NOTHING_REQUIRED.contains(name));
            }
        }
    }

    @Test
    void a_request_with_a_field_that_it_does_not_name_is_none() {
        Set<String> asked = new TreeSet<>();
        operations().forEach(operation -> document.collect(operation.path("requestBody"), asked));

        assertThat(asked).contains("GenerationRequest", "Refinement", "StageSettings", "WebhookRequest", "KeyRequest");
        for (String name : asked) {
            assertThat(schema(name).path("additionalProperties").asBoolean(true))
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void operations_are_grouped_by_what_they_are_about_and_each_has_a_name_of_its_own() {
        assertThat(operations().map(each -> each.at("/tags/0").stringValue()))
                .isSubsetOf(
                        "Generations",
                        "Pictures",
                        "Events",
                        "Pivots",
                        "Webhooks",
                        "Keys",
                        "Tenants",
                        "Usage",
                        "Models",
                        "Fleet",
                        "Images");
        assertThat(operations().map(each -> each.path("operationId").stringValue()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "GenerationRequest/properties/pivots/maxItems, 10",
        "GenerationRequest/properties/pivots/minItems, 1",
        "GenerationRequest/properties/seeds/maxItems, 10",
        "GenerationRequest/properties/metadata/maxProperties, 16",
        "GenerationRequest/properties/metadata/propertyNames/maxLength, 64",
        "GenerationRequest/properties/metadata/additionalProperties/maxLength, 512",
        "Refinement/properties/count/maximum, 10",
        "Refinement/properties/seeds/maxItems, 10",
        "Refinement/properties/seeds/items/maximum, 9007199254740991",
        "KeyRequest/properties/name/maxLength, 100",
        "KeyRequest/properties/scopes/minItems, 1",
        "ImagesRequest/properties/n/maximum, 10",
        "ImagesRequest/properties/partial_images/maximum, 3",
    })
    void what_has_a_bound_says_so(String place, long bound) {
        assertThat(document.at("/components/schemas/" + place).asLong(-1)).isEqualTo(bound);
    }

    @Test
    void what_one_pivot_is_refined_with_is_said_as_in_any_other_request() {
        JsonNode refinement = schema("Refinement").path("properties");

        assertThat(refinement.propertyNames())
                .containsExactlyInAnyOrder(
                        "count",
                        "seed",
                        "seeds",
                        "priority",
                        "metadata",
                        "start_by",
                        "finish_by",
                        "webhook",
                        "preset",
                        "refine");
        refinement
                .properties()
                .forEach(field -> assertThat(field.getValue())
                        .isEqualTo(
                                schema("GenerationRequest").path("properties").path(field.getKey())));
        for (String path : List.of("/paths/~1v1~1generations/post", "/paths/~1v1~1pivots~1{id}~1refine/post")) {
            assertThat(document.at(path + "/responses").propertyNames())
                    .containsExactlyInAnyOrder("200", "202", "default");
            assertThat(document.at(path + "/responses/202/headers").propertyNames())
                    .contains("Location", "Idempotency-Replayed");
            assertThat(document.at(path + "/parameters")
                            .valueStream()
                            .map(each -> each.path("name").stringValue()))
                    .contains("Idempotency-Key", "Prefer", "wait");
        }
    }

    @Test
    void ids_in_paths_are_known_as_such_and_images_by_their_number() {
        operations()
                .flatMap(each -> each.path("parameters").valueStream())
                .filter(each -> each.path("name").stringValue().equals("id"))
                .forEach(each ->
                        assertThat(each.at("/schema/format").stringValue()).isEqualTo("uuid"));
        assertThat(document.at("/paths/~1v1~1generations~1{id}~1images~1{index}~1content/get/parameters")
                        .valueStream()
                        .filter(each -> each.path("name").stringValue().equals("index"))
                        .map(each -> each.at("/schema/type").stringValue()))
                .containsExactly("integer");
    }

    @Test
    void errors_where_clients_of_openai_ask_are_in_the_shape_that_they_expect() {
        assertThat(document.at("/paths/~1v1~1images~1generations/post/responses/default"
                                + "/content/application~1json/schema/$ref")
                        .stringValue())
                .endsWith("/ImagesError");
        assertThat(faults("ImagesError", http.post("/v1/images/generations", "{'n': 0}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GenerationPage, /v1/generations",
        "PivotPage, /v1/pivots",
        "Models, /v1/models",
        "Fleet, /v1/workers",
        "Usage, /v1/usage",
        "KeyPage, /v1/keys",
        "TenantPage, /v1/tenants",
        "WebhookSecrets, /v1/webhooks/secrets",
        "WebhookDeliveries, /v1/webhooks/deliveries",
        "DisabledWebhooks, /v1/webhooks/disabled",
        "Problem, /v1/generations/7",
        "Problem, /v1/generations?limit=0&x=y",
    })
    void what_is_answered_is_what_is_described(String schema, String path) {
        assertThat(faults(schema, http.get(path))).isEmpty();
    }

    @Test
    void what_the_streams_tell_is_what_is_described() throws Exception {
        GenerationDocument generation = new ApiClient(http).generate("{'class': 1, 'draft': true}");
        EventReader one = EventReader.open(http, generation.events());
        EventReader all = EventReader.open(http, "/v1/events?limit=1");
        all.next("ready");
        for (Scheduling.Leased lease : scheduling.pick(generation.id())) {
            scheduling.finishPivot(lease);
        }

        List<EventReader.Event> told = one.rest();
        assertThat(told).extracting(EventReader.Event::name).contains("generation", "started", "done");
        for (EventReader.Event event : told) {
            assertIsDescribed("GenerationStreamEvent", event);
        }
        for (EventReader.Event event = all.next(); !event.name().equals("done"); event = all.next()) {
            assertIsDescribed("TenantStreamEvent", event);
        }
        all.close();
    }

    private void assertIsDescribed(String stream, EventReader.Event event) {
        JsonNode frame = schema(stream)
                .path("oneOf")
                .valueStream()
                .filter(each -> each.at("/properties/event/enum")
                        .valueStream()
                        .anyMatch(name -> name.stringValue().equals(event.name())))
                .findFirst()
                .orElseThrow();
        String data = frame.at("/properties/data/contentSchema/$ref").stringValue();
        assertThat(document.faults(data.substring(data.lastIndexOf('/') + 1), event.json()))
                .as("%s", event)
                .isEmpty();
    }

    private List<String> faults(String schema, HttpCalls.Answer answer) {
        return document.faults(schema, answer.json());
    }

    private JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    private Stream<JsonNode> operations() {
        return document.at("/paths").valueStream().flatMap(JsonNode::valueStream);
    }
}
