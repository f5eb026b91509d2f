package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.browser.Tab;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.PathProxy;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling.Leased;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for is watched as it is drawn, and can be ended. */
class LivePageIT extends PageInBrowser {
    LivePageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void what_is_asked_for_is_watched_from_noise_to_pivot_to_picture() throws Exception {
        tab.type("#field-class", "two");
        tab.type("#field-count", "2");
        tab.type("#field-seed", "9007199254740990");
        tab.click("#go");
        tab.await(2, "article canvas.noise");
        GenerationDocument generation = newest();

        List<Leased> leases = scheduling.pick(generation.id());
        tab.await(2, "canvas.noise.begun");
        scheduling.finishPivot(leases.get(0), PIVOT);
        tab.await("document.querySelector('article img.pivot')?.naturalWidth === 8");
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article img.result')?.naturalWidth === 32");
        assertThat(tab.value("document.querySelector('article img.result').alt").stringValue())
                .isEqualTo("two, seed 9007199254740990");
        tab.awaitText(".standing", "1 of 2 drawn");

        scheduling.finish(leases.get(1), PNG);
        tab.awaitText(".standing", "2 drawn in");
    }

    @Test
    void canceling_is_shown_at_once_and_what_will_never_be_has_no_tile() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 10}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article img.result')");

        tab.click("article button", "Cancel");
        tab.awaitText(".standing", "Being canceled");
        awaitCanceled(generation, 9);

        tab.awaitText(".standing", "1 drawn, 9 canceled");
        assertThat(tab.count("article li:not([hidden])")).isEqualTo(1);
    }

    @Test
    void the_rest_is_canceled_and_what_has_begun_is_drawn() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 3}");
        List<Leased> begun = scheduling.pick(generation.id(), 1);
        tab.await(1, "canvas.noise.begun");

        tab.click("article button", "Cancel the rest");
        awaitCanceled(generation, 2);
        tab.awaitText(".standing", "0 of 3 drawn, 2 canceled");
        scheduling.finish(begun.get(0), PNG);

        tab.awaitText(".standing", "1 drawn, 2 canceled");
    }

    @Test
    void one_image_is_canceled_in_the_large_view_and_the_others_go_on() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        tab.click("article li:nth-child(2) .tile");
        tab.click("#viewer-actions button", "Cancel this one");
        awaitCanceled(generation, 1);

        tab.awaitText("#viewer-details dd", "canceled");
        assertThat(scheduling.pick(generation.id())).hasSize(1);
    }

    @Test
    void all_that_waits_is_canceled_at_once_and_what_is_being_drawn_goes_on() throws Exception {
        GenerationDocument drawn = client.generate("{'class': 1, 'count': 2}");
        List<Leased> leases = scheduling.pick(drawn.id(), 1);
        List<GenerationDocument> waiting = List.of(client.generate("{'class': 1}"), client.generate("{'class': 2}"));
        tab.await(3, "article");

        tab.click("#cancel-waiting");
        for (GenerationDocument each : waiting) {
            awaitCanceled(each, 1);
        }

        tab.await(2, "article[data-status=canceled]");
        tab.await("document.querySelector('#cancel-waiting').hidden");
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article[data-status=running] img.result')");
    }

    @Test
    void what_begins_before_a_cancellation_of_all_that_waits_arrives_goes_on_and_so_does_what_is_asked_for_later()
            throws Exception {
        try (PathProxy proxy = PathProxy.below("", gateway)) {
            tab.go(proxy.address() + "/");
            awaitLive(tab);
            GenerationDocument begun = client.generate("{'class': 1}");
            GenerationDocument waiting = client.generate("{'class': 2}");
            tab.await(2, "article canvas.noise");

            proxy.goAway();
            tab.await("!document.querySelector('#lost').hidden");
            tab.click("#cancel-waiting");
            tab.awaitText("article:first-child .standing", "Being canceled");
            tab.awaitText("article:last-child .standing", "Being canceled");
            List<Leased> leases = scheduling.pick(begun.id(), 1);
            GenerationDocument later = client.generate("{'class': 0}");
            proxy.comeBack();

            awaitCanceled(waiting, 1);
            tab.await(3, "article");
            tab.awaitText("article:last-child .standing", "0 of 1 drawn");
            scheduling.finish(leases.get(0), PNG);
            draw(later.id());
            tab.await(2, "article[data-status=succeeded] img.result");
            tab.go("about:blank");
        }
        tab.forgetErrors(); // The browser reports each request that had no answer.
    }

    @Test
    void after_a_reload_in_the_middle_everything_is_as_it_was_and_goes_on() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 3}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        scheduling.finishPivot(leases.get(1), PIVOT);
        tab.await("document.querySelector('article img.pivot')");

        tab.reload();

        tab.await(1, "article img.result");
        assertThat(tab.count("article img.pivot")).isEqualTo(1);
        assertThat(tab.count("article canvas.noise")).isEqualTo(1);
        scheduling.finish(leases.get(1), PNG);
        scheduling.finish(leases.get(2), PNG);
        tab.await(3, "article img.result");
    }

    @Test
    void while_the_gateway_is_away_the_page_says_so_and_what_was_asked_for_arrives_when_it_is_back() throws Exception {
        try (PathProxy proxy = PathProxy.below("", gateway)) {
            tab.go(proxy.address() + "/");
            awaitLive(tab);
            GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
            List<Leased> leases = scheduling.pick(generation.id());
            tab.await(2, "canvas.noise.begun");

            proxy.goAway();
            tab.await("!document.querySelector('#lost').hidden");
            scheduling.finish(leases.get(0), PNG);
            tab.click("article button", "Cancel");
            tab.type("#field-count", "5");
            tab.click("#go");
            tab.awaitText(".standing", "Being canceled");
            tab.awaitText("#notice", "himar does not answer. What you asked for is sent as soon as it does.");

            proxy.comeBack();
            awaitCanceled(generation, 1);
            tab.await(2, "article");
            tab.awaitText("article:last-child .standing", "1 drawn, 1 canceled");
            tab.await(5, "article:first-child canvas.noise");
            tab.await("document.querySelector('#lost').hidden && document.querySelector('#notice').hidden");
            tab.go("about:blank");
        }
        tab.forgetErrors(); // The browser reports each request that had no answer.
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/page.js", "/page/words.js", "/page/page.css"})
    void a_page_of_which_a_file_did_not_arrive_says_so_and_is_loaded_again(String file) throws Exception {
        try (PathProxy proxy = PathProxy.below("", gateway)) {
            proxy.withhold(file);
            tab.go(proxy.address() + "/");
            tab.await("!document.querySelector('#incomplete').hidden");
            proxy.withhold("");

            tab.click("#again");

            awaitLive(tab);
            assertThat(tab.value("document.querySelector('#incomplete').hidden").booleanValue())
                    .isTrue();
            tab.go("about:blank");
        }
        tab.forgetErrors(); // The browser reports the file that had no answer.
    }

    @Test
    void with_more_running_generations_than_a_browser_has_connections_the_page_goes_on_to_answer() throws Exception {
        List<GenerationDocument> running = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            running.add(client.generate("{'class': 1}"));
        }
        scheduling.pick(running.get(0).id());
        tab.await(7, "article canvas.noise.begun");
        try (Tab other = browser.open(address(""))) {
            other.await(7, "article canvas.noise.begun");
            other.click("article button", "Cancel");
            other.awaitText(".standing", "Being canceled");
        }
        tab.awaitText(".standing", "Being canceled");
    }
}
