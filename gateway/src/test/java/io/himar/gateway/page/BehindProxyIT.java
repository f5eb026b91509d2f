package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.himar.browser.Browser;
import io.himar.browser.Tab;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.PathProxy;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling.Leased;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page below a path of a reverse proxy, and of two gateways. */
class BehindProxyIT extends PageInBrowser {
    BehindProxyIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void below_a_path_of_a_proxy_the_page_works_as_at_the_root() throws Exception {
        try (PathProxy proxy = PathProxy.below("/himar", gateway)) {
            drawsAPictureBelow(proxy.address() + "/himar/");
        }
    }

    @Test
    void below_a_path_of_nginx_the_page_works_as_at_the_root() throws Exception {
        assumeTrue(Nginx.installed().isPresent(), "nginx is not here");
        try (Nginx nginx = Nginx.below("/himar", gateway.port())) {
            drawsAPictureBelow(nginx.address() + "/himar/");
        }
    }

    @Test
    void what_is_submitted_at_one_gateway_is_watched_and_canceled_at_another() throws Exception {
        try (Tab other = browser.open("http://127.0.0.1:" + gateway.second() + "/")) {
            other.type("#key-value", RunningGateway.ADMIN_KEY);
            other.click("#key button", "Use it");
            other.await("document.querySelector('#connection').dataset.state === 'live'");
            other.click("#go");
            tab.await(4, "article canvas.noise");
            List<Leased> leases = scheduling.pick(newest().id());
            scheduling.finish(leases.get(0), PNG);
            tab.await(1, "article img.result");
            other.await(1, "article img.result");

            tab.click("article button", "Cancel");
            other.awaitText(".standing", "Being canceled");
            awaitCanceled(newest(), 3);
            other.awaitText(".standing", "1 drawn, 3 canceled");
        }
    }

    private void drawsAPictureBelow(String address) throws Exception {
        tab.go(address);
        awaitLive(tab);
        tab.type("#field-count", "2");
        tab.click("#go");
        tab.await(2, "article canvas.noise");
        GenerationDocument generation = newest();
        List<Leased> leases = scheduling.pick(generation.id());
        tab.await(2, "canvas.noise.begun");
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article img.result')?.naturalWidth === 32");

        tab.click("article button", "Cancel");
        awaitCanceled(generation, 1);
        tab.awaitText(".standing", "1 drawn, 1 canceled");
        tab.click("article .tile");
        tab.await("location.href === '" + address + "#/g/" + generation.id() + "/0'");
        assertThat(tab.value("document.querySelector('nav a:last-child').href").stringValue())
                .isEqualTo(address + "v3/api-docs");
        tab.go("about:blank");
    }
}
