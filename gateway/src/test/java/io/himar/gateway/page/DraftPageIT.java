package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many pivots are drawn for little, and those that are picked are refined. */
class DraftPageIT extends PageInBrowser {
    DraftPageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void pivots_of_a_draft_are_picked_and_refined_to_pictures_that_say_where_they_come_from() throws Exception {
        tab.click("#draft");
        tab.type("#field-count", "4");
        tab.click("#go", "Draft");
        tab.await(4, "article canvas.noise");
        GenerationDocument draft = newest();
        scheduling.pick(draft.id()).forEach(lease -> scheduling.finishPivot(lease, PIVOT));
        tab.await(4, "article img.pivot");
        tab.awaitText("article .chip", "draft");

        tab.click("article li:nth-child(1) .pick");
        tab.click("article li:nth-child(3) .pick");
        tab.awaitText("#picks-count", "2 pivots picked");
        tab.click("#picks button", "Refine these");
        tab.await(2, "article");
        GenerationDocument refined = newest();

        assertThat(sources(refined)).isEqualTo(List.of(id(draft, 0), id(draft, 2)));
        assertThat(seeds(refined))
                .isEqualTo(List.of(seeds(draft).get(0), seeds(draft).get(2)));
        tab.await(2, "article:first-child img.pivot");
        scheduling.pickForRefining(refined.id()).forEach(lease -> scheduling.finish(lease, PNG));
        tab.await(2, "article:first-child img.result");
        tab.awaitText("article:first-child .chip", "from 2 pivots");
        tab.await("document.querySelector('#picks').hidden && !document.querySelector('.pick:checked')");

        tab.click("article:first-child li:nth-child(2) .tile");
        tab.click("#viewer-details a");
        tab.await("location.hash === '#/g/" + draft.id() + "/2'");
    }

    @Test
    void picked_pivots_of_two_classes_become_generations_of_their_own() throws Exception {
        for (int classId : List.of(1, 2)) {
            drafted("{'class': " + classId + ", 'draft': true}");
        }
        tab.await(2, ".pick");
        tab.click("article:first-child .pick");
        tab.click("article:last-child .pick");
        tab.type("#picks-each", "2");
        tab.type("#picks-steps", "3");
        tab.click("#picks button", "Refine these");

        tab.await(4, "article");
        tab.await("document.querySelectorAll('article:nth-child(-n+2) li').length === 4");
        assertThat(newest().json().path("refine").path("steps").intValue()).isEqualTo(3);
    }

    @Test
    void more_pivots_than_a_request_may_have_become_as_many_generations_as_they_need() throws Exception {
        drafted("{'class': 1, 'count': 6, 'draft': true}");
        tab.await(6, ".pick");
        tab.click("article button", "Pick all");
        tab.awaitText("#picks-count", "6 pivots picked");
        tab.type("#picks-each", "2");
        tab.click("#picks button", "Refine these");

        tab.await(3, "article");
        tab.await("document.querySelectorAll('article:nth-child(-n+2) li').length === 12");
        tab.awaitText("#said", "2 generations: 12 images accepted");
        tab.await("document.querySelector('#picks').hidden");
    }

    @Test
    void pivots_that_are_refused_stay_picked_and_those_that_were_accepted_do_not() throws Exception {
        GenerationDocument draft = drafted("{'class': 1, 'draft': true}");
        GenerationDocument other = drafted("{'class': 2, 'draft': true}");
        tab.await(2, ".pick");
        tab.click("article:last-child .pick");
        tab.click("article:first-child .pick");
        http.delete("/v1/pivots/" + id(other, 0));
        tab.click("#picks button", "Refine these");

        tab.await(3, "article");
        tab.await("document.querySelector('#notice-text').textContent.includes('is not there')");
        assertThat(tab.text("#picks-count")).isEqualTo("1 pivot picked");
        assertThat(tab.value("document.querySelector('.pick:checked').closest('article').dataset.id")
                        .stringValue())
                .isEqualTo(other.id().toString());
        assertThat(sources(newest())).isEqualTo(List.of(id(draft, 0)));
        tab.forgetErrors(); // The browser reports each refusal.
    }

    @Test
    void what_cannot_be_refined_so_is_said_by_name_and_the_pivots_stay_picked() throws Exception {
        drafted("{'class': 1, 'draft': true}");
        tab.click(".pick");

        tab.type("#picks-each", "some");
        tab.click("#picks button", "Refine these");
        tab.awaitText("#picks-problem", "Pictures of each: some (expected: a number from 1)");
        tab.type("#picks-each", "1");
        tab.type("#picks-steps", "1000");
        tab.click("#picks button", "Refine these");

        tab.await("document.querySelector('#notice-text').textContent.includes('refine.steps: 1000')");
        assertThat(tab.text("#picks-count")).isEqualTo("1 pivot picked");
        tab.forgetErrors(); // The browser reports each refusal.
    }

    @Test
    void what_was_picked_and_filled_in_is_there_again_after_a_reload() throws Exception {
        drafted("{'class': 1, 'count': 2, 'draft': true}");
        tab.click("article li:nth-child(2) .pick");
        tab.type("#field-class", "two");
        tab.type("#field-refine-steps", "3");
        tab.click("#draft");

        tab.reload();

        tab.awaitText("#picks-count", "1 pivot picked");
        tab.await("document.querySelector('article li:nth-child(2) .pick:checked')");
        assertThat(tab.value("['#field-class', '#field-refine-steps'].map(each => document.querySelector(each).value)"
                                + " + ',' + document.querySelector('#draft').checked")
                        .stringValue())
                .isEqualTo("two,3,true");
    }

    /** A draft of which all pivots are there. */
    private GenerationDocument drafted(String request) {
        GenerationDocument draft = client.generate(request);
        scheduling.pick(draft.id()).forEach(lease -> scheduling.finishPivot(lease, PIVOT));
        return look(draft.id().toString());
    }

    private static List<String> sources(GenerationDocument generation) {
        return generation.images().stream()
                .map(each -> each.json().path("source_pivot").stringValue())
                .toList();
    }

    private static List<Long> seeds(GenerationDocument generation) {
        return generation.images().stream()
                .map(each -> each.json().path("seed").longValue())
                .toList();
    }

    private static String id(GenerationDocument generation, int index) {
        return generation.image(index).json().path("id").stringValue();
    }
}
