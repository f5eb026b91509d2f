package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.browser.Tab;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a gateway that has a model which draws texts, beside one that draws classes. */
class PromptPageIT extends PageInBrowser {
    private static final String SHOWN = "document.querySelector('#field-prompt').offsetParent !== null";

    private Tab page;

    PromptPageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @BeforeEach
    void choose_the_model_that_draws_texts() throws Exception {
        page = browser.open("http://127.0.0.1:" + gateway.texts() + "/");
        awaitLive(page);
        assertThat(page.value(SHOWN).booleanValue()).isFalse();
        page.choose("#field-model", "texts");
        page.await(SHOWN);
    }

    @AfterEach
    void nothing_was_wrong_there() {
        assertThat(page.errors()).isEmpty();
        page.close();
    }

    @Test
    void a_prompt_stands_in_place_of_the_class_with_examples_to_begin_with() throws Exception {
        assertThat(page.value("document.querySelector('#field-class').offsetParent")
                        .isNull())
                .isTrue();
        assertThat(page.text("#field-prompt-hint")).isEqualTo("Up to 5 words, of the 5 that the model knows");
        page.click("[aria-label=Examples] button", "blue square, red circle");
        page.type("#field-count", "1");
        page.type("#field-seed", "7");
        page.click("#go");
        page.awaitText("article h2", "blue square, red circle");

        draw(newest().id());
        page.await("document.querySelector('article img')?.alt.startsWith('blue square, red circle, seed 7')");
        page.choose("#field-model", "digits");
        page.await("!(" + SHOWN + ") && document.querySelector('#field-class').offsetParent !== null");
    }

    @Test
    void what_was_drawn_is_used_again_with_its_prompt_and_words_that_are_not_known_are_told() throws Exception {
        page.type("#field-prompt", "red zebra");
        page.click("#go");
        page.awaitText("article h2", "red zebra");
        page.await("document.querySelector('article').textContent.includes(\"does not know the word 'zebra'\")");
        page.type("#field-prompt", "blue circle");
        page.click("article header button", "Use again");
        page.await("document.querySelector('#field-prompt').value === 'red zebra'");

        page.click("#ask-link");
        page.await("location.hash.includes('prompt=red+zebra')");
        String link = page.value("location.href").stringValue();
        page.type("#field-prompt", "");
        page.go(link.replace("zebra", "square"));
        page.await("document.querySelector('#field-prompt').value === 'red square'");
        GenerationDocument asked = newest();
        assertThat(asked.json().path("prompt").stringValue()).isEqualTo("red zebra");
        assertThat(asked.json().has("class")).isFalse();
    }

    @Test
    void a_prompt_that_is_too_long_is_refused_at_its_field_and_not_cut() throws Exception {
        page.type("#field-prompt", "red red red red red red");
        page.click("#go");
        page.awaitText("#field-prompt-problem", "'red red red red red red': 7 tokens (expected: at most 6");
        assertThat(page.value("document.querySelector('#field-prompt').value").stringValue())
                .isEqualTo("red red red red red red");
        page.forgetErrors(); // The browser reports each refusal.
    }

    @Override
    GenerationDocument newest() throws InterruptedException {
        page.await("document.querySelector('article')");
        return look(page.value("document.querySelector('article').dataset.id").stringValue());
    }
}
