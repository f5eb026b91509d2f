package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import org.junit.jupiter.api.Test;

/** The form, its links, and what it takes over from what was drawn before. */
class FormPageIT extends PageInBrowser {
    FormPageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void a_refusal_is_shown_at_the_field_that_is_to_blame() throws Exception {
        tab.type("#field-count", "1000");
        tab.click("#go");
        tab.await("document.querySelector('#field-count-problem').textContent.includes('1 to')");
        assertThat(tab.value("document.activeElement.id").stringValue()).isEqualTo("field-count");
        tab.forgetErrors(); // The browser reports each refusal.
    }

    @Test
    void a_link_brings_back_all_parameters_of_a_request() throws Exception {
        tab.go(address("#/new?class=2&count=7&seed=12&priority=urgent&pivot.steps=3"
                + "&refine.sampler=ddim&refine.denoising_steps=50"));
        tab.await("document.querySelector('#field-count').value === '7'");
        tab.click("#ask-link");
        tab.await("['count=7', 'seed=12', 'priority=urgent', 'pivot.steps=3', 'refine.sampler=ddim',"
                + " 'refine.denoising_steps=50'].every(each => location.hash.includes(each))");
        assertThat(tab.value("navigator.clipboard.readText()").stringValue())
                .isEqualTo(tab.value("location.href").stringValue());
    }

    @Test
    void all_settings_and_the_seed_of_one_picture_are_used_again() throws Exception {
        GenerationDocument first = client.generate(
                "{'class': 2, 'seeds': [40, 7, 9], 'priority': 'background', 'pivot': {'guidance': 2.5},"
                        + " 'refine': {'steps': 2, 'temperature': 0.9}}");
        tab.click("article li:nth-child(2) .tile");
        tab.click("#viewer-actions button", "Use these settings");
        tab.await("!document.querySelector('#viewer').open && document.querySelector('#field-seed').value === '7'");
        tab.click("#go");
        tab.await(2, "article");

        GenerationDocument again = newest();
        assertThat(again.json().path("seed").longValue()).isEqualTo(7);
        for (String same : new String[] {"class", "priority", "pivot", "refine"}) {
            assertThat(again.json().path(same)).as(same).isEqualTo(first.json().path(same));
        }
    }

    @Test
    void a_preset_says_what_the_fields_that_are_left_open_mean_and_is_recognised_again() throws Exception {
        tab.choose("#field-preset", "fast");
        int steps = http.get("/v1/models")
                .json()
                .at("/data/0/presets/2/pivot/denoising_steps")
                .intValue();
        tab.await("document.querySelector('#field-pivot-denoising_steps').placeholder === '" + steps + "'");
        tab.type("#field-refine-steps", "2");
        tab.click("#ask-link");
        tab.await("['preset=fast', 'refine.steps=2'].every(each => location.hash.includes(each))");
        tab.type("#field-refine-steps", "");
        tab.click("#go");
        tab.await(1, "article");
        assertThat(newest().json().path("pivot").path("order").asString()).isEqualTo("checkerboard");

        tab.choose("#field-preset", "");
        tab.click("article button", "Use again");
        tab.await("document.querySelector('#field-preset').value === 'fast'"
                + " && [...document.querySelectorAll('#pivot input, #pivot select')].every(each => each.value === '')");
    }

    @Test
    void every_setting_of_a_picture_can_be_changed_in_the_form() throws Exception {
        GenerationDocument first = client.generate("{'class': 1, 'pivot': {'denoising_steps': 40,"
                + " 'last_denoising_steps': 20, 'unguided_below': 1.5, 'order': 'checkerboard',"
                + " 'guidance_refresh': 3}}");
        tab.click("article button", "Use again");
        tab.await("document.querySelector('#field-pivot-unguided_below').value === '1.5'");
        tab.click("#go");
        tab.await(2, "article");

        assertThat(newest().json().path("pivot")).isEqualTo(first.json().path("pivot"));
    }

    @Test
    void what_was_accepted_is_brought_into_view_only_by_hand() throws Exception {
        for (int i = 0; i < 8; i++) {
            client.generate("{'class': 1, 'count': 10}");
        }
        tab.await(8, "article");
        tab.value("scrollTo(0, 600)");
        tab.await("scrollY === 600");
        double before = tab.value("document.querySelector('article:nth-child(4)').getBoundingClientRect().top")
                .doubleValue();
        tab.click("#go");
        tab.await(9, "article");
        tab.await("Math.abs(document.querySelector('article:nth-child(5)').getBoundingClientRect().top - " + before
                + ") < 2");

        tab.click("#accepted button", "Show");
        tab.await("Math.abs(document.querySelector('article').getBoundingClientRect().top) < 40");
    }
}
