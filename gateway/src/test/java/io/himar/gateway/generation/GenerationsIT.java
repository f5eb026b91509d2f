package io.himar.gateway.generation;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@GatewayTest
class GenerationsIT {
    private static final String PATH = "/v1/generations";
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    /** Of the work of an image of the model: 8 steps of 25 denoising steps, then 4 of 20. */
    private static final double PIVOT_SHARE = 0.712;

    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    GenerationsIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void an_accepted_generation_is_there_at_its_location() {
        HttpCalls.Answer created = http.post(PATH, "{'class': 'two', 'count': 3, 'seed': 40}");
        GenerationDocument generation = created.generation();

        assertThat(created).isAccepted().hasHeader("Location", generation.self());
        assertThat(generation)
                .isQueued()
                .isOf("digits", 2, "two")
                .hasImagesOfSeeds(40L, 41L, 42L)
                .isSampledInStage1By("ddim")
                .isLinkedBelow("");
        assertThat(client.look(generation).withoutPlace()).isEqualTo(generation.withoutPlace());
    }

    @Test
    void pictures_can_be_downloaded_as_soon_as_they_exist_by_whoever_holds_their_url() {
        GenerationDocument generation = client.generate("{'class': 1}");
        Leased lease = scheduling.pick(generation.id()).get(0);
        assertThat(client.look(generation).image(0)).isPivoting().hasNoPreview();

        scheduling.finishPivot(lease);
        GenerationDocument running = client.look(generation);
        assertThat(running).isRunning().counts("running", 1).isDone(PIVOT_SHARE);
        GenerationDocument.Image refining = running.image(0);
        assertThat(refining).isRefining().hasPreview().isDone(PIVOT_SHARE);
        assertThat(client.download(refining.preview())).containsExactly(1, 2);

        scheduling.finish(lease, new byte[] {3, 4, 5});
        GenerationDocument finished = client.look(generation);
        assertThat(finished).succeeded().isDone(1);
        assertThat(finished.image(0)).succeeded().hasResult(32, 32, 3);
        assertThat(client.download(finished.image(0).result())).containsExactly(3, 4, 5);
    }

    @Test
    void lasting_addresses_lead_to_the_picture_and_the_preview_under_names_of_their_own() {
        GenerationDocument generation = client.generate("{'class': 1, 'seed': 5}");
        Leased lease = scheduling.pick(generation.id()).get(0);
        JsonNode urls = client.look(generation).image(0).json().path("urls");
        String content = urls.path("content").stringValue();
        String preview = urls.path("preview").stringValue();
        assertThat(http.get(content)).isProblem(404).says("has no picture: it is running.");
        assertThat(http.get(preview)).isProblem(404).says("has no preview: it is running.");

        scheduling.finishPivot(lease);
        scheduling.finish(lease, new byte[] {3, 4, 5});

        String name = "one-seed5-" + lease.imageId().toString().substring(0, 8);
        assertThat(follow(content, new byte[] {3, 4, 5})).isEqualTo("inline; filename=\"" + name + ".png\"");
        assertThat(follow(preview, new byte[] {1, 2})).isEqualTo("inline; filename=\"" + name + "-preview.png\"");
        assertThat(follow(content + "?download=true", new byte[] {3, 4, 5}))
                .isEqualTo("attachment; filename=\"" + name + ".png\"");
        assertThat(follow(preview + "?download=true", new byte[] {1, 2}))
                .isEqualTo("attachment; filename=\"" + name + "-preview.png\"");
        assertThat(http.get(content + "?download=maybe")).isProblem(400).blames("download");
        assertThat(http.get(generation.self() + "/images/1/content")).isProblem(404);
        assertThat(http.get("/v1/generations/" + UUID.randomUUID() + "/images/0/content"))
                .isProblem(404);
    }

    /** Returns the Content-Disposition of what an address leads to. */
    private String follow(String address, byte[] expected) {
        HttpCalls.Answer redirect = http.get(address);
        assertThat(redirect).hasStatus(302).hasHeader("Cache-Control", "no-store");
        var answer = http.call(
                HttpRequest.newBuilder(URI.create(redirect.header("Location"))).build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).containsExactly(expected);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        return answer.headers().firstValue("Content-Disposition").orElseThrow();
    }

    @Test
    void a_failed_image_says_why() {
        GenerationDocument generation = client.generate("{'class': 1}");

        scheduling.fail(scheduling.pick(generation.id()).get(0));

        GenerationDocument failed = client.look(generation);
        assertThat(failed).failed();
        assertThat(failed.image(0)).failedBecause("inference_unavailable", "Nobody answered.");
    }

    @Test
    void a_generation_and_its_images_tell_when_they_began_and_ended_and_how_long_each_stage_took() {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finishPivot(leases.get(0));
        scheduling.finish(leases.get(0), new byte[] {1});

        GenerationDocument running = client.look(generation);
        JsonNode done = running.image(0).json();
        JsonNode begun = running.image(1).json();
        assertThat(Instant.parse(running.json().path("started_at").stringValue()))
                .isAfter(Instant.parse(running.json().path("created_at").stringValue()));
        assertThat(running.json().has("finished_at")).isFalse();
        assertThat(Instant.parse(done.path("finished_at").stringValue()))
                .isAfter(Instant.parse(done.path("started_at").stringValue()));
        assertThat(done.path("timings").propertyNames())
                .containsExactly("queue_seconds", "pivot_seconds", "refine_seconds");
        assertThat(begun.path("timings").propertyNames()).containsExactly("queue_seconds");
    }

    @Test
    void seeds_of_a_list_a_priority_and_metadata_are_kept() {
        GenerationDocument generation = client.generate(
                "{'class': 1, 'seeds': [9, 4, 9], 'priority': 'urgent', 'metadata': {'user': 'Zo\u00eb', 'note': ''}}");

        assertThat(generation).hasImagesOfSeeds(9L, 4L, 9L);
        assertThat(generation.json().path("priority").stringValue()).isEqualTo("urgent");
        assertThat(generation.json().path("metadata").toString()).isEqualTo("{\"note\":\"\",\"user\":\"Zo\u00eb\"}");
        assertThat(client.look(generation).withoutPlace()).isEqualTo(generation.withoutPlace());
    }

    @Test
    void a_generation_shows_its_deadlines_and_when_it_expires() {
        JsonNode both = client.generate("{'class': 1, 'start_by': '10m', 'finish_by': '1h'}")
                .json();
        Instant created = Instant.parse(both.path("created_at").stringValue());
        assertThat(Instant.parse(both.path("start_by").stringValue())).isEqualTo(created.plusSeconds(600));
        assertThat(Instant.parse(both.path("finish_by").stringValue())).isEqualTo(created.plusSeconds(3600));
        assertThat(both.path("expires_at")).isEqualTo(both.path("start_by"));

        GenerationDocument begun = client.generate("{'class': 1, 'start_by': '10m', 'finish_by': '1h'}");
        Leased lease = scheduling.pick(begun.id()).get(0);
        JsonNode running = client.look(begun).json();
        assertThat(running.path("expires_at")).isEqualTo(running.path("finish_by"));
        scheduling.finish(lease, new byte[] {1});
        assertThat(client.look(begun).json().has("expires_at")).isFalse();
    }

    @Test
    void all_names_are_in_snake_case() {
        GenerationDocument generation = client.generate("{'class': 1}");
        scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

        assertThat(http.get(generation.self()).text()).doesNotContainPattern("\"[a-z_]*[A-Z][A-Za-z]*\":");
        assertThat(http.get("/v1/models").text()).doesNotContainPattern("\"[a-z_]*[A-Z][A-Za-z]*\":");
        assertThat(http.get(PATH).text()).doesNotContainPattern("\"[a-z_]*[A-Z][A-Za-z]*\":");
        JsonNode schemas = http.get("/v3/api-docs").json().at("/components/schemas");
        for (String schema : schemas.propertyNames()) {
            assertThat(schemas.path(schema).path("properties").propertyNames())
                    .noneMatch(name -> !name.equals(name.toLowerCase(Locale.ROOT)));
        }
    }

    @Test
    void the_same_request_under_the_same_key_returns_the_same_generation() {
        String key = UUID.randomUUID().toString();

        HttpCalls.Answer first = http.post(PATH, "{'class': 1, 'count': 2}", KEY, key);
        HttpCalls.Answer second = http.post(PATH, "{ 'count': 2, 'class': 1, 'model': null}", KEY, key);

        assertThat(first).isAccepted().hasNoHeader(REPLAYED);
        assertThat(second).isAccepted().hasHeader(REPLAYED, "true");
        assertThat(second.generation().withoutPlace())
                .isEqualTo(first.generation().withoutPlace());
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        String key = UUID.randomUUID().toString();
        client.generate("{'class': 1}", KEY, key);

        HttpCalls.Answer second = http.post(PATH, "{'class': 2}", KEY, key);

        assertThat(second).isProblem(422).blames(KEY);
    }

    @Test
    void pages_show_every_generation_once_and_the_newest_first() {
        List<UUID> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(0, client.generate("{'class': 0}").id());
        }

        assertThat(client.list(5, 2)).extracting(GenerationDocument::id).isEqualTo(created);
    }

    @Test
    void a_cancelled_generation_ends_without_pictures_and_stays_cancelled() {
        GenerationDocument generation = client.generate("{'class': 0, 'count': 2}");

        HttpCalls.Answer asked = client.cancel(generation);
        assertThat(asked).isAccepted();
        assertThat(asked.generation()).isBeingCanceled();
        scheduling.carryOutCancellations();

        GenerationDocument cancelled = client.look(generation);
        assertThat(cancelled).isCanceled();
        assertThat(cancelled.image(1)).isCanceled();
        assertThat(client.cancel(generation)).isOk();
    }

    @Test
    void a_deleted_generation_is_gone_at_once_and_its_stream_ends() throws Exception {
        GenerationDocument generation = client.generate("{'class': 0, 'metadata': {'tag': 'deleted'}}");
        EventReader events = client.follow(generation);
        events.next();

        assertThat(http.delete(generation.self())).hasStatus(204).isEmpty();

        assertThat(http.get(generation.self())).isProblem(404);
        assertThat(http.delete(generation.self())).isProblem(404);
        assertThat(http.get(PATH + "?metadata[tag]=deleted").json().path("data").isEmpty())
                .isTrue();
        scheduling.carryOutCancellations();
        assertThat(events.rest()).extracting(EventReader.Event::name).containsExactly("deleted");
    }

    @Test
    void a_single_image_is_canceled_by_its_index_or_id_and_the_others_go_on() {
        GenerationDocument generation = client.generate("{'class': 0, 'count': 3}");
        String images = generation.self() + "/images/";
        String id = generation.image(1).json().path("id").stringValue();

        assertThat(http.post(images + "0/cancel", "")).isAccepted();
        assertThat(http.post(images + id + "/cancel", "")).isAccepted();
        scheduling.carryOutCancellations();

        List<Leased> left = scheduling.pick(generation.id());
        assertThat(left).hasSize(1);
        scheduling.finish(left.get(0), new byte[] {1});
        GenerationDocument ended = client.look(generation);
        assertThat(ended).isCanceled().counts("canceled", 2).counts("succeeded", 1);
        assertThat(ended.image(2)).succeeded();
        assertThat(http.post(images + "2/cancel", "")).isOk();
        assertThat(client.look(generation).image(2)).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "first", "00000000-0000-0000-0000-000000000000"})
    void an_image_that_a_generation_does_not_have_cannot_be_canceled(String image) {
        GenerationDocument generation = client.generate("{'class': 0, 'count': 3}");

        assertThat(http.post(generation.self() + "/images/" + image + "/cancel", ""))
                .isProblem(404);
    }

    @Test
    void the_images_that_wait_are_canceled_and_those_that_have_begun_go_on() {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 3}");
        List<Leased> begun = scheduling.pick(generation.id(), 1);

        assertThat(http.post(generation.cancel() + "?images=waiting", "")).isAccepted();
        scheduling.carryOutCancellations();
        scheduling.finish(begun.get(0), new byte[] {1});

        GenerationDocument ended = client.look(generation);
        assertThat(ended).counts("canceled", 2).counts("succeeded", 1);
        assertThat(http.post(generation.cancel() + "?images=waiting", "")).isOk();
    }

    @Test
    void images_to_cancel_that_are_neither_all_nor_those_that_wait_are_refused_by_name() {
        GenerationDocument generation = client.generate("{'class': 1}");

        assertThat(http.post(generation.cancel() + "?images=some", ""))
                .isProblem(400)
                .blames("images", "'some' (expected: all or waiting)");
    }

    @Test
    void a_body_that_nothing_reads_is_refused_so_that_nobody_cancels_more_than_is_meant() {
        GenerationDocument generation = client.generate("{'class': 1}");
        String cancel = generation.self() + "/cancel";

        assertThat(http.post(cancel, "{'images': 'waiting'}"))
                .isProblem(400)
                .says("body", "is not read here (expected: none)");
        assertThat(http.post("/v1/generations/cancel", "only the old ones")).isProblem(400);
        assertThat(http.post(cancel, " ".repeat(100) + "{'images': 'waiting'}")).isProblem(400);
        assertThat(client.look(generation).json().path("status").stringValue()).isEqualTo("queued");
        assertThat(http.post(cancel, " {} ")).isAccepted();
    }

    @Test
    void all_generations_that_wait_are_canceled_and_those_that_have_begun_go_on() {
        client.generate("{'class': 0}");
        http.post(PATH + "/cancel", "");
        scheduling.carryOutCancellations();
        GenerationDocument begun = client.generate("{'class': 0, 'count': 2}");
        scheduling.pick(begun.id());
        GenerationDocument first = client.generate("{'class': 0}");
        GenerationDocument second = client.generate("{'class': 0}");

        HttpCalls.Answer answer = http.post(PATH + "/cancel", "");

        assertThat(answer).isAccepted();
        assertThat(answer.json().path("count").intValue()).isEqualTo(2);
        assertThat(client.look(first)).isBeingCanceled();
        assertThat(client.look(second)).isBeingCanceled();
        assertThat(client.look(begun)).isRunning();
        assertThat(http.post(PATH + "/cancel", "").json().path("count").intValue())
                .isZero();
    }

    @Test
    void models_show_their_classes_and_defaults() {
        JsonNode model = http.get("/v1/models").json().path("data").path(0);

        assertThat(model.path("name").stringValue()).isEqualTo("digits");
        assertThat(model.path("labels").valueStream().map(JsonNode::stringValue))
                .containsExactly("zero", "one", "two");
        assertThat(model.path("image_size").intValue()).isEqualTo(32);
        assertThat(model.path("refine").path("sampler").stringValue()).isEqualTo("dpm_solver_pp_2m");
        assertThat(model.path("max_pivot_steps").intValue()).isEqualTo(16);
    }
}
