package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.gateway.ApiClient;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import org.junit.jupiter.api.Test;

/** What was drawn before. */
class HistoryPageIT extends PageInBrowser {
    HistoryPageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void the_history_is_filtered_by_status() throws Exception {
        GenerationDocument drawn = client.generate("{'class': 1}");
        draw(drawn.id());
        client.generate("{'class': 2}");
        tab.await(2, "article");

        tab.go(address("#/?status=succeeded"));

        tab.await(1, "article");
        assertThat(newest().id()).isEqualTo(drawn.id());
        tab.go(address("#/?status=failed"));
        tab.await("!document.querySelector('#empty').hidden");
        assertThat(tab.text("#empty")).isEqualTo("Nothing here is like that.");
    }

    @Test
    void a_hundred_pictures_fit_a_screen() throws Exception {
        new ApiClient(gateway.http(gateway.second()))
                .generate("{'class': 1, 'count': 100}", "Authorization", "Bearer " + RunningGateway.ADMIN_KEY);
        tab.await(100, "article li");
        assertThat(tab.value("document.querySelector('article').offsetHeight").intValue())
                .isLessThan(900);
    }
}
