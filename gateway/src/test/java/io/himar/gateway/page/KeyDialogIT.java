package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.browser.Tab;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page of a gateway that asks for keys. */
class KeyDialogIT extends PageInBrowser {
    private static final String OPEN = "document.querySelector('#key').open";

    private Tab page;

    KeyDialogIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @BeforeEach
    void open_it_without_a_key() throws Exception {
        page = browser.open("http://127.0.0.1:" + gateway.second() + "/");
        page.await(OPEN);
    }

    @AfterEach
    void only_refusals_were_errors() {
        assertThat(page.errors()).allMatch(error -> error.contains("status of 401"));
        page.close();
    }

    @Test
    void a_wrong_key_is_refused_and_the_right_one_lets_in_and_stays_over_a_reload() throws Exception {
        assertThat(page.text("#key-problem")).isEqualTo("himar asks for a key.");
        give("himar_abcdefgh_wrong");
        page.await(OPEN);
        page.awaitText("#key-problem", "himar does not take this key.");

        give(RunningGateway.ADMIN_KEY);
        awaitLive(page);
        assertThat(page.value(OPEN).booleanValue()).isFalse();
        page.reload();
        awaitLive(page);
        page.click("#go");
        page.await(4, "article canvas.noise");
    }

    @Test
    void a_key_that_is_revoked_brings_the_dialog_back_and_the_next_one_everything_that_was_there() throws Exception {
        HttpCalls admin = gateway.http(gateway.second());
        JsonNode key = admin.post("/v1/keys", "{'name': 'lost', 'tenant': 'local'}", "Authorization", bearer())
                .json();
        give(key.path("key").stringValue());
        awaitLive(page);
        page.click("#go");
        page.await(4, "article canvas.noise");

        admin.post("/v1/keys/" + key.path("id").stringValue() + "/revoke", "", "Authorization", bearer());
        page.click("#go");
        page.await(OPEN);
        page.awaitText("#key-problem", "himar does not take this key.");

        give(RunningGateway.ADMIN_KEY);
        awaitLive(page);
        page.await(4, "article canvas.noise");
    }

    @Test
    void who_closes_the_dialog_is_not_asked_again_but_told_how_to_enter_a_key() throws Exception {
        page.click("#key-cancel");
        page.await("!" + OPEN);
        page.awaitText("#connection", "no key");
        page.click("#empty button", "Enter a key");
        page.await(OPEN);
    }

    private void give(String key) throws InterruptedException {
        page.type("#key-value", key);
        page.value("window.isOld = true");
        page.click("#key button", "Use it");
        page.await("!window.isOld");
    }

    private static String bearer() {
        return "Bearer " + RunningGateway.ADMIN_KEY;
    }
}
