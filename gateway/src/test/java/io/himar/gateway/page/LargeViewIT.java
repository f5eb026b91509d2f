package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.himar.browser.Browser;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling.Leased;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One picture, large: with its pivot, its settings, and what can be made of it. */
class LargeViewIT extends PageInBrowser {
    private static final String FULL = "{'class': 2, 'count': 2, 'seed': 70, 'keep_pivot': true,"
            + " 'pivot': {'steps': 3}, 'refine': {'sampler': 'ddim', 'denoising_steps': 50}}";

    LargeViewIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void the_large_view_goes_on_live_and_leads_from_picture_to_picture_by_keys() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 3, 'seed': 70}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finishPivot(leases.get(0), PIVOT);
        tab.await("document.querySelector('article img.pivot')");
        tab.click("article .tile");
        tab.await("document.querySelector('#viewer').open");
        tab.await("document.querySelector('#viewer figure:first-child img.pivot')");
        assertThat(tab.count("#viewer figure:last-child img")).isZero();

        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('#viewer figure:last-child img.result')");
        tab.press("ArrowRight");
        tab.await("document.querySelector('#viewer-details').textContent.includes('71')");
        assertThat(tab.value("location.hash").stringValue()).isEqualTo("#/g/" + generation.id() + "/1");
        tab.press("Escape");
        tab.await("!document.querySelector('#viewer').open && location.hash === '#/'");
    }

    @Test
    void a_picture_that_does_not_come_is_asked_for_by_a_fresh_address_until_it_does() throws Exception {
        draw(client.generate("{'class': 2}").id());
        tab.await("document.querySelector('article img.result')?.complete");
        tab.value("window.real = setTimeout, window.setTimeout = (task, pause) => real(task, pause / 100)");

        for (int time = 0; time < 3; time++) {
            tab.value("window.broken = document.querySelector('article img.result'), broken.src = 'page/nothing.png'");
            tab.await("!broken.isConnected && document.querySelector('article img.result')?.naturalWidth > 0");
        }
        tab.forgetErrors(); // The browser reports each picture that is not there.
    }

    @Test
    void a_picture_is_saved_as_a_file_not_shown() throws Exception {
        GenerationDocument generation = client.generate("{'class': 2}");
        draw(generation.id());
        tab.await("document.querySelector('article img.result')");
        tab.click("article .tile");
        tab.await("document.querySelector('#viewer-actions a')?.textContent === 'Download'");

        String address =
                tab.value("document.querySelector('#viewer-actions a').href").stringValue();
        assertThat(http.get(address.substring(address.indexOf("/v1"))).header("Location"))
                .contains("response-content-disposition=attachment");
    }

    @Test
    void a_link_brings_back_a_picture() throws Exception {
        GenerationDocument generation = client.generate("{'class': 2, 'count': 2}");
        tab.go(address("#/g/" + generation.id() + "/1"));
        tab.await("document.querySelector('#viewer').open");
        tab.reload();
        tab.await("document.querySelector('#viewer').open");
        assertThat(tab.text("#viewer-place")).isEqualTo("2 of 2");
    }

    @Test
    void a_link_that_is_no_link_to_a_picture_says_so() throws Exception {
        tab.go(address("#/g/%zz"));
        tab.await("document.querySelector('#notice').textContent.includes('zz')");
        tab.forgetErrors(); // The browser reports the answer 400.
    }

    @Test
    void more_like_this_draws_variations_of_the_pivot_which_say_where_they_come_from() throws Exception {
        GenerationDocument first = client.generate(FULL);
        draw(first.id());
        String pivot = look(first.id().toString()).image(1).json().path("id").stringValue();
        tab.click("article li:nth-child(2) .tile");
        tab.click("#viewer-actions button", "More like this");
        tab.await(2, "article");
        GenerationDocument variations = newest();

        assertThat(variations.images())
                .extracting(each -> each.json().path("source_pivot").stringValue())
                .containsOnly(pivot)
                .hasSize(4);
        assertThat(settings(variations)).isEqualTo(settings(first));
        tab.awaitText("article .chip", "from a pivot");
        scheduling.pickForRefining(variations.id()).forEach(lease -> scheduling.finish(lease, PNG));
        tab.await(4, "article:first-child img.result");

        tab.click("article:first-child .tile");
        tab.click("#viewer-details a");
        tab.await("location.hash === '#/g/" + first.id() + "/1'");
        assertThat(tab.text("#viewer-place")).isEqualTo("2 of 2");
    }

    @Test
    void the_command_that_is_copied_draws_the_same_picture_again() throws Exception {
        assumeTrue(has("curl"), "curl is not here");
        GenerationDocument first = client.generate(FULL);
        draw(first.id());
        tab.click("article li:nth-child(2) .tile");

        JsonNode again = ofCopiedCommand();

        assertThat(again.path("seed").longValue()).isEqualTo(71);
        assertThat(again.path("count").intValue()).isEqualTo(1);
        assertThat(settings(new GenerationDocument(again))).isEqualTo(settings(first));
    }

    @Test
    void the_command_of_a_variation_begins_with_its_pivot_and_so_do_its_settings_in_the_form() throws Exception {
        assumeTrue(has("curl"), "curl is not here");
        GenerationDocument first = client.generate(FULL);
        draw(first.id());
        String pivot = look(first.id().toString()).image(0).json().path("id").stringValue();
        GenerationDocument variation =
                client.generate("{'pivots': ['" + pivot + "'], 'seeds': [5, 8], 'refine': {'steps': 2}}");
        tab.await(2, "article");
        tab.click("article:first-child li:nth-child(2) .tile");

        JsonNode again = ofCopiedCommand();
        tab.click("#viewer-actions button", "Use these settings");
        tab.click("#go", "Refine");
        tab.await(4, "article");

        for (JsonNode each : List.of(again, newest().json())) {
            assertThat(each.path("images").size()).isEqualTo(1);
            assertThat(each.path("images").path(0).path("source_pivot").stringValue())
                    .isEqualTo(pivot);
            assertThat(each.path("images").path(0).path("seed").longValue()).isEqualTo(8);
            assertThat(settings(new GenerationDocument(each))).isEqualTo(settings(variation));
        }
    }

    /** What the gateway answers to the command, which a shell runs. */
    private JsonNode ofCopiedCommand() throws Exception {
        tab.click("#viewer-actions button", "Copy as curl");
        tab.awaitText("#viewer-copied", "The command is copied");
        String command = tab.value("navigator.clipboard.readText()").stringValue();
        Process process = new ProcessBuilder("sh", "-c", command.replaceFirst("curl ", "curl -s ")).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return new JsonMapper().readTree(answer);
    }

    private static String settings(GenerationDocument generation) {
        JsonNode json = generation.json();
        return List.of(json.path("model"), json.path("class"), json.path("pivot"), json.path("refine"))
                .toString();
    }

    private static boolean has(String program) {
        return Programs.find(program).isPresent();
    }
}
