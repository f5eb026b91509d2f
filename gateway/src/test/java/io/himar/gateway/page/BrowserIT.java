package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, where the machine has one. */
@GatewayTest
@EnabledIf("hasBrowser")
class BrowserIT {
    private static final byte[] PIVOT = Squares.png(8, 90);
    private static final byte[] PNG = Squares.png(32, 200);

    private static Browser browser;

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;
    private Tab tab;

    BrowserIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    static boolean hasBrowser() {
        return Browser.installed().isPresent();
    }

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open_the_page() throws Exception {
        deleteAll();
        tab = browser.open(address(gateway.port(), ""));
        tab.await("document.querySelector('#connection').dataset.state === 'live'");
    }

    @AfterEach
    void nothing_was_wrong() {
        assertThat(tab.errors()).isEmpty();
        tab.close();
    }

    @Test
    void what_is_asked_for_is_watched_from_noise_to_pivot_to_picture() throws Exception {
        tab.type("#field-class", "two");
        tab.type("#field-count", "2");
        tab.type("#field-seed", "9007199254740990");
        tab.click("#go");
        tab.await("document.querySelectorAll('article canvas.noise').length === 2");
        UUID id = shown();

        List<Leased> leases = scheduling.pick(id);
        tab.await("document.querySelectorAll('canvas.noise.begun').length === 2");
        scheduling.finishPivot(leases.get(0), PIVOT);
        tab.await("document.querySelector('article img.pivot')?.naturalWidth === 8");
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article img.result')?.naturalWidth === 32");
        assertThat(tab.value("document.querySelector('article img.result').alt").stringValue())
                .isEqualTo("two, seed 9007199254740990");
        tab.await("document.querySelector('.standing').textContent.startsWith('1 of 2 drawn')");

        scheduling.finish(leases.get(1), PNG);
        tab.await("document.querySelector('.standing').textContent.startsWith('2 drawn in')");
    }

    @Test
    void canceling_is_shown_at_once_and_what_will_never_be_has_no_tile() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 10}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('article img.result')");

        tab.click("article button", "Cancel the rest");
        tab.await("document.querySelector('.standing').textContent === 'Being canceled'");
        awaitCanceled(generation);

        tab.await("document.querySelector('.standing').textContent.startsWith('1 drawn, 9 canceled')");
        assertThat(count("article li:not([hidden])")).isEqualTo(1);
    }

    @Test
    void one_image_is_canceled_in_the_large_view_and_the_others_go_on() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        tab.click("article li:nth-child(2) .tile");
        tab.click("#viewer-actions button", "Cancel this one");
        tab.await("document.querySelector('#said').textContent.includes('is being canceled')");
        awaitCanceled(generation);

        tab.await("document.querySelector('#viewer-details dd').textContent === 'canceled'");
        assertThat(scheduling.pick(generation.id())).hasSize(1);
    }

    @Test
    void after_a_reload_in_the_middle_everything_is_as_it_was_and_goes_on() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 3}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        scheduling.finishPivot(leases.get(1), PIVOT);
        tab.await("document.querySelector('article img.pivot')");

        tab.reload();

        tab.await("document.querySelectorAll('article img.result').length === 1"
                + " && document.querySelectorAll('article img.pivot').length === 1"
                + " && document.querySelectorAll('article canvas.noise').length === 1");
        scheduling.finish(leases.get(1), PNG);
        scheduling.finish(leases.get(2), PNG);
        tab.await("document.querySelectorAll('article img.result').length === 3");
    }

    @Test
    void while_the_gateway_is_away_the_page_says_so_and_what_was_asked_for_arrives_when_it_is_back() throws Exception {
        ConfigurableApplicationContext first = gateway.start(Map.of());
        int port = first.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        tab.go(address(port, ""));
        tab.await("document.querySelector('#connection').dataset.state === 'live'");
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        List<Leased> leases = scheduling.pick(generation.id());
        tab.await("document.querySelectorAll('canvas.noise.begun').length === 2");

        first.close();
        tab.await("!document.querySelector('#lost').hidden");
        scheduling.finish(leases.get(0), PNG);
        tab.click("article button", "Cancel the rest");
        tab.await("document.querySelector('.standing').textContent === 'Being canceled'");
        assertThat(tab.value("document.querySelector('#notice').hidden").booleanValue())
                .isTrue();

        try (ConfigurableApplicationContext second = gateway.start(Map.of("server.port", port))) {
            tab.await("document.querySelector('#connection').dataset.state === 'live'");
            tab.await("document.querySelector('article img.result') && document.querySelector('#lost').hidden");
            awaitCanceled(generation);
            tab.await("document.querySelector('.standing').textContent.startsWith('1 drawn, 1 canceled')");
            assertThat(second.isRunning()).isTrue();
        }
        tab.forgetErrors(); // The browser reports each request that had no answer.
        tab.go("about:blank");
    }

    @Test
    void with_many_running_generations_the_page_goes_on_to_answer() throws Exception {
        for (int i = 0; i < 8; i++) {
            GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
            scheduling.pick(generation.id());
        }
        tab.await("document.querySelectorAll('article canvas.noise.begun').length === 16");
        try (Tab other = browser.open(address(gateway.port(), ""))) {
            other.await("document.querySelectorAll('article canvas.noise.begun').length === 16");
            other.click("article button", "Cancel the rest");
            other.await("document.querySelector('.standing').textContent === 'Being canceled'");
        }
        tab.await("[...document.querySelectorAll('.standing')].some(each => each.textContent === 'Being canceled')");
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
        assertThat(tab.value("document.querySelector('#viewer figure:last-child img')")
                        .isNull())
                .isTrue();

        scheduling.finish(leases.get(0), PNG);
        tab.await("document.querySelector('#viewer figure:last-child img.result')");
        tab.press("ArrowRight");
        tab.await("document.querySelector('#viewer-details').textContent.includes('71')");
        assertThat(tab.value("location.hash").stringValue()).isEqualTo("#/g/" + generation.id() + "/1");
        tab.press("Escape");
        tab.await("!document.querySelector('#viewer').open && location.hash === '#/'");
    }

    @Test
    void a_link_brings_back_a_picture_or_all_parameters_of_a_request() throws Exception {
        GenerationDocument generation = client.generate("{'class': 2, 'count': 2}");
        tab.go(address(gateway.port(), "#/g/" + generation.id() + "/1"));
        tab.await("document.querySelector('#viewer').open");
        tab.reload();
        tab.await("document.querySelector('#connection').dataset.state === 'live'");
        tab.await("document.querySelector('#viewer').open");
        assertThat(tab.value("document.querySelector('#viewer-place').textContent")
                        .stringValue())
                .isEqualTo("2 of 2");

        tab.go(address(
                gateway.port(),
                "#/new?class=2&count=7&seed=12&priority=urgent&pivot.steps=3"
                        + "&refine.sampler=ddim&refine.denoising_steps=50"));
        tab.await("document.querySelector('#field-count').value === '7'");
        tab.click("#ask-link");
        tab.await("['count=7', 'seed=12', 'priority=urgent', 'pivot.steps=3', 'refine.sampler=ddim',"
                + " 'refine.denoising_steps=50'].every(each => location.hash.includes(each))");
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
    void the_history_is_filtered_by_status() throws Exception {
        GenerationDocument drawn = client.generate("{'class': 1}");
        scheduling.finish(scheduling.pick(drawn.id()).get(0), PNG);
        client.generate("{'class': 2}");
        tab.await("document.querySelectorAll('article').length === 2");

        tab.go(address(gateway.port(), "#/?status=succeeded"));

        tab.await("document.querySelectorAll('article').length === 1");
        assertThat(shown()).isEqualTo(drawn.id());
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    void a_checker_of_accessibility_finds_nothing_and_nothing_is_wider_than_the_screen(int width, boolean dark)
            throws Exception {
        tab.size(width, 844);
        tab.prefersDark(dark);
        GenerationDocument generation = client.generate("{'class': 1, 'count': 4}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        scheduling.finishPivot(leases.get(1), PIVOT);
        scheduling.fail(leases.get(2));
        tab.await("document.querySelector('article img.result') && document.querySelector('article img.pivot')");
        tab.value("document.querySelectorAll('details').forEach(each => each.open = true)");
        tab.value(axe());

        assertNothingIsFound();
        tab.click("article .tile");
        tab.await("document.querySelector('#viewer').open");
        assertNothingIsFound();
        tab.press("Escape");
        tab.click("#key-open");
        assertNothingIsFound();
        tab.click("#key-cancel");
        tab.go(address(gateway.port(), "#/fleet"));
        tab.await("!document.querySelector('#fleet').hidden && document.querySelector('#fleet-stages section')");
        assertNothingIsFound();
    }

    @Test
    void a_hundred_pictures_fit_a_screen() throws Exception {
        try (ConfigurableApplicationContext other = gateway.start(Map.of("himar.generations.max-count", 100))) {
            int port = other.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            new ApiClient(gateway.http(port)).generate("{'class': 1, 'count': 100}");
            tab.await("document.querySelectorAll('article li').length === 100");
            assertThat(tab.value("document.querySelector('article').offsetHeight")
                            .intValue())
                    .isLessThan(900);
        }
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

    private void assertNothingIsFound() throws InterruptedException {
        tab.await("document.getAnimations().every(each => each.playState !== 'running')");
        JsonNode found = tab.value(
                "axe.run(document, {rules: {'target-size': {enabled: true}}}).then(found => found.violations.map("
                        + "each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary)))");
        assertThat(found.valueStream().map(JsonNode::stringValue)).isEmpty();
        assertThat(tab.value("document.documentElement.scrollWidth - innerWidth")
                        .intValue())
                .isLessThanOrEqualTo(0);
    }

    /** Asked for by the page, which tells it on its own time. */
    private void awaitCanceled(GenerationDocument generation) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            scheduling.carryOutCancellations();
            if (client.look(generation).json().path("image_counts").has("canceled")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the cancellation has not arrived");
    }

    private UUID shown() {
        return UUID.fromString(
                tab.value("document.querySelector('article').dataset.id").stringValue());
    }

    private int count(String selector) {
        return tab.value("document.querySelectorAll('" + selector + "').length").intValue();
    }

    private static String address(int port, String hash) {
        return "http://127.0.0.1:" + port + "/" + hash;
    }

    private static String axe() {
        try (InputStream script = BrowserIT.class.getResourceAsStream("/axe/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; true";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
