package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.browser.BrowserTest;
import io.himar.browser.Tab;
import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The page in a real browser, with nothing drawn yet; each test ends without an error on the console. */
@GatewayTest
@BrowserTest
abstract class PageInBrowser {
    static final byte[] PIVOT = Squares.png(8, 90);
    static final byte[] PNG = Squares.png(32, 200);

    final RunningGateway gateway;
    final Browser browser;
    final HttpCalls http;
    final ApiClient client;
    final Scheduling scheduling;
    Tab tab;

    PageInBrowser(RunningGateway gateway, Browser browser) {
        this.gateway = gateway;
        this.browser = browser;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @BeforeEach
    void open_the_page() throws Exception {
        deleteAll();
        tab = browser.show(address(""));
        awaitLive(tab);
    }

    @AfterEach
    void nothing_was_wrong() {
        assertThat(tab.errors()).isEmpty();
    }

    String address(String hash) {
        return "http://127.0.0.1:" + gateway.port() + "/" + hash;
    }

    static void awaitLive(Tab tab) throws InterruptedException {
        tab.await("document.querySelector('#connection').dataset.state === 'live'"
                + " && document.querySelector('#generations').ariaBusy === 'false'");
    }

    /** Draws a generation as workers do, first its pivots, then its pictures. */
    void draw(UUID generation) {
        for (Leased lease : scheduling.pick(generation)) {
            scheduling.finishPivot(lease, PIVOT);
            scheduling.finish(lease, PNG);
        }
    }

    /** The generation that is shown first. */
    GenerationDocument newest() throws InterruptedException {
        tab.await("document.querySelector('article')");
        return look(tab.value("document.querySelector('article').dataset.id").stringValue());
    }

    GenerationDocument look(String id) {
        return http.get("/v1/generations/" + id).generation();
    }

    /** Asked for by the page, which tells it on its own time. */
    void awaitCanceled(GenerationDocument generation, int images) throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            scheduling.carryOutCancellations();
            if (client.look(generation)
                            .json()
                            .path("image_counts")
                            .path("canceled")
                            .intValue(0)
                    == images) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the cancellation has not arrived; the page says: "
                + tab.value("document.body.innerText") + "; the generation is "
                + client.look(generation).json());
    }

    private void deleteAll() {
        List<GenerationDocument> old = List.of();
        do {
            old.forEach(each -> http.delete(each.self()));
            old = http.get("/v1/generations?limit=100")
                    .json()
                    .path("data")
                    .valueStream()
                    .map(GenerationDocument::new)
                    .toList();
        } while (!old.isEmpty());
        scheduling.carryOutCancellations();
    }
}
