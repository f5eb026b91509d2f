package io.himar.gateway.pivot;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@GatewayTest
class PivotsIT {
    private static final String GENERATIONS = "/v1/generations";
    private static final String PIVOTS = "/v1/pivots";

    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    PivotsIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void a_draft_succeeds_with_pivots_that_can_be_looked_at() {
        GenerationDocument asked = client.generate("{'class': 2, 'seed': 7, 'draft': true, 'pivot': {'steps': 4}}");
        assertThat(asked.json().path("draft").booleanValue()).isTrue();

        GenerationDocument draft = drawn(asked);

        assertThat(draft).succeeded().isDone(1);
        JsonNode image = draft.image(0).json();
        assertThat(image.has("result")).isFalse();
        assertThat(client.download(draft.image(0).preview())).containsExactly(1, 2);
        assertThat(image.path("timings").propertyNames()).containsExactly("queue_seconds", "pivot_seconds");
        assertThat(image.path("pivot").path("id").stringValue())
                .isEqualTo(image.path("id").stringValue());
        HttpCalls.Answer found = http.get(image.path("pivot").path("url").stringValue());
        assertThat(found).isOk();
        JsonNode pivot = found.json();
        assertThat(pivot.path("generation_id").stringValue())
                .isEqualTo(draft.id().toString());
        assertThat(pivot.path("class").intValue()).isEqualTo(2);
        assertThat(pivot.path("seed").longValue()).isEqualTo(7);
        assertThat(pivot.path("pivot").path("steps").intValue()).isEqualTo(4);
        assertThat(pivot.path("expires_at").stringValue())
                .isEqualTo(image.path("pivot").path("expires_at").stringValue());
        String preview = pivot.path("preview").path("url").stringValue();
        assertThat(client.download(URI.create(preview))).containsExactly(1, 2);
        assertThat(preview).contains("response-content-disposition=inline", "two-seed7-", "-preview.png");
        String address = draft.image(0).json().path("urls").path("content").stringValue();
        assertThat(http.get(address)).isProblem(404).says("is a draft: it has a preview and a pivot, and no picture");
        assertThat(http.get(pivot.path("urls").path("generation").stringValue()))
                .isOk();
    }

    @Test
    void only_who_asks_to_keep_its_pivots_finds_them_beside_the_pictures() {
        assertThat(finished("{'class': 2}").image(0).json().has("pivot")).isFalse();
        assertThat(finished("{'class': 2, 'keep_pivot': true}").image(0).json().has("pivot"))
                .isTrue();
    }

    @Test
    void refining_a_pivot_gives_a_generation_of_its_class_with_its_own_seed_unless_others_are_asked_for() {
        String pivot = pivot("{'class': 2, 'seed': 7, 'draft': true, 'refine': {'steps': 2}}");

        HttpCalls.Answer own = http.post(PIVOTS + "/" + pivot + "/refine", "");
        assertThat(own).isAccepted().hasHeader("Location", own.generation().self());
        assertThat(own.generation()).isQueued().isOf("digits", 2, "two").hasImagesOfSeeds(7L);
        JsonNode refined = own.json();
        assertThat(refined.path("refine").path("steps").intValue()).isEqualTo(2);
        assertThat(refined.path("images").path(0).path("source_pivot").stringValue())
                .isEqualTo(pivot);
        assertThat(refined.path("images").path(0).path("stage").stringValue()).isEqualTo("refine");

        HttpCalls.Answer others = http.post(
                PIVOTS + "/" + pivot + "/refine",
                "{'seeds': [1, 2], 'refine': {'steps': 3, 'guidance': 1.5}, 'metadata': {'a': 'b'}}");
        assertThat(others).isAccepted();
        assertThat(others.generation()).hasImagesOfSeeds(1L, 2L);
        assertThat(others.json().path("refine").path("steps").intValue()).isEqualTo(3);
        assertThat(others.json().path("metadata").path("a").stringValue()).isEqualTo("b");
    }

    @Test
    void several_pivots_are_refined_at_once_each_with_each_seed() {
        GenerationDocument draft = drawn(client.generate("{'class': 2, 'seed': 7, 'count': 2, 'draft': true}"));
        String ids = "'" + draft.image(0).json().path("id").stringValue() + "', '"
                + draft.image(1).json().path("id").stringValue() + "'";

        assertThat(client.generate("{'pivots': [" + ids + "]}")).hasImagesOfSeeds(7L, 8L);
        assertThat(client.generate("{'pivots': [" + ids + "], 'seed': 1, 'count': 2}"))
                .hasImagesOfSeeds(1L, 2L, 1L, 2L);
    }

    @Test
    void what_does_not_go_together_with_pivots_is_refused_with_all_its_faults_at_once() {
        String two = pivot("{'class': 2, 'draft': true}");
        String one = pivot("{'class': 1, 'draft': true}");
        String unknown = UUID.randomUUID().toString();

        assertThat(http.post(
                        GENERATIONS,
                        "{'pivots': ['" + two + "', '" + unknown + "'], 'model': 'digits', 'class': 2,"
                                + " 'pivot': {'steps': 3}, 'draft': true, 'keep_pivot': true}"))
                .isProblem(400)
                .blames("model", "class", "pivot", "draft", "keep_pivot", "pivots[1]");
        assertThat(http.post(GENERATIONS, "{'pivots': ['" + two + "', '" + one + "']}"))
                .isProblem(400)
                .blames("pivots[1]");
        assertThat(http.post(GENERATIONS, "{'pivots': []}"))
                .isProblem(400)
                .blames("pivots", "0 pivots (expected: 1 to 10)");
        assertThat(http.post(GENERATIONS, "{'pivots': ['" + two + "'], 'seed': 0, 'count': 11}"))
                .isProblem(400)
                .blames("count");
        assertThat(http.post(PIVOTS + "/" + two + "/refine", "{'class': 2}"))
                .isProblem(400)
                .blames("class");
        assertThat(http.post(PIVOTS + "/" + unknown + "/refine", "{}")).isProblem(404);
    }

    @Test
    void pivots_are_listed_page_by_page_and_gone_once_they_are_deleted() {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            drawn.add(0, pivot("{'class': 2, 'draft': true}"));
        }
        HttpCalls.Answer first = http.get(PIVOTS + "?limit=2&model=digits");
        assertThat(ids(first)).isEqualTo(drawn.subList(0, 2));
        HttpCalls.Answer second = http.get(
                PIVOTS + "?limit=1&cursor=" + first.json().path("next_cursor").stringValue());
        assertThat(ids(second)).isEqualTo(drawn.subList(2, 3));

        assertThat(http.delete(PIVOTS + "/" + drawn.get(0))).hasStatus(204);

        assertThat(http.get(PIVOTS + "/" + drawn.get(0))).isProblem(404);
        assertThat(http.delete(PIVOTS + "/" + drawn.get(0))).isProblem(404);
        assertThat(ids(http.get(PIVOTS + "?limit=1"))).containsExactly(drawn.get(1));
        assertThat(http.get(PIVOTS + "?cursor=x&limit=0")).isProblem(400).blames(new String[] {"limit", "cursor"});
    }

    @Test
    void a_repeated_refinement_under_the_same_key_is_the_same_generation() {
        String pivot = pivot("{'class': 2, 'draft': true}");
        HttpCalls.Answer first = http.post(PIVOTS + "/" + pivot + "/refine", "{}", "Idempotency-Key", pivot);
        HttpCalls.Answer again = http.post(PIVOTS + "/" + pivot + "/refine", "{}", "Idempotency-Key", pivot);

        assertThat(again).isAccepted().hasHeader("Idempotency-Replayed", "true");
        assertThat(again.generation().id()).isEqualTo(first.generation().id());
    }

    private static List<String> ids(HttpCalls.Answer page) {
        assertThat(page).isOk();
        return page.json()
                .path("data")
                .valueStream()
                .map(each -> each.path("id").stringValue())
                .toList();
    }

    private String pivot(String json) {
        return drawn(client.generate(json))
                .image(0)
                .json()
                .path("pivot")
                .path("id")
                .stringValue();
    }

    private GenerationDocument drawn(GenerationDocument asked) {
        scheduling.pick(asked.id()).forEach(scheduling::finishPivot);
        return client.look(asked);
    }

    private GenerationDocument finished(String json) {
        GenerationDocument asked = client.generate(json);
        Scheduling.Leased lease = scheduling.pick(asked.id()).get(0);
        scheduling.finishPivot(lease);
        scheduling.finish(lease, new byte[] {1});
        return client.look(asked);
    }
}
