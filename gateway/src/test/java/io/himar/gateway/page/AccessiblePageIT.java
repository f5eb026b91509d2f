package io.himar.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling.Leased;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page for those who do not see it, use no mouse, or have a small or dark screen. */
class AccessiblePageIT extends PageInBrowser {
    /** What another width or other colours may change. */
    private static final String OF_LOOKS =
            "{runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable']}";

    private static final String ALL = "{rules: {'target-size': {enabled: true}}}";

    AccessiblePageIT(RunningGateway gateway, Browser browser) {
        super(gateway, browser);
    }

    @Test
    void a_checker_finds_nothing_and_nothing_is_wider_than_the_screen() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 4}");
        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(0), PNG);
        scheduling.finishPivot(leases.get(1), PIVOT);
        scheduling.fail(leases.get(2));
        GenerationDocument draft = client.generate("{'class': 2, 'count': 2, 'draft': true}");
        scheduling.pick(draft.id()).forEach(lease -> scheduling.finishPivot(lease, PIVOT));
        tab.click("article .pick");
        tab.await("document.querySelector('article img.result') && !document.querySelector('#picks').hidden");
        tab.value("document.querySelectorAll('details').forEach(each => each.open = true)");
        tab.value(axe());

        assertNothingIsFound();
        tab.click("article:last-child .tile");
        tab.await("document.querySelector('#viewer').open");
        assertNothingIsFound();
        tab.press("Escape");
        tab.click("#key-open");
        assertNothingIsFound();
        tab.click("#key-cancel");
        tab.go(address("#/fleet"));
        tab.await("!document.querySelector('#fleet').hidden && document.querySelector('#fleet-stages section')");
        assertNothingIsFound();
    }

    @Test
    void a_checker_finds_nothing_where_a_prompt_is_asked_for() throws Exception {
        tab.go("http://127.0.0.1:" + gateway.texts() + "/");
        awaitLive(tab);
        tab.choose("#field-model", "texts");
        tab.await("document.querySelector('#field-prompt').offsetParent");
        tab.value(axe());
        assertNothingIsFound();
    }

    @Test
    void a_checker_finds_nothing_on_the_pages_of_problems() throws Exception {
        for (String page : List.of("problems", "problems/invalid-request")) {
            tab.go(address(page));
            tab.await("document.querySelector('h1')");
            tab.value(axe());
            assertNothingIsFound();
        }
    }

    @Test
    void without_a_mouse_one_asks_for_images_looks_at_them_and_comes_back_to_where_one_was() throws Exception {
        tab.value("document.querySelector('#field-class').focus()");
        tab.press("Enter");
        tab.await(4, "article canvas.noise");
        draw(newest().id());
        tab.await(4, "article img.result");

        tab.value("document.querySelector('article .tile').focus()");
        tab.press("ArrowRight");
        tab.press("Enter");
        tab.await("document.querySelector('#viewer').open");
        assertThat(tab.text("#viewer-place")).isEqualTo("2 of 4");
        tab.press("Escape");

        tab.await("document.activeElement.matches('article li:nth-child(2) .tile')");
    }

    /** In wide and narrow, light and dark. */
    private void assertNothingIsFound() throws InterruptedException {
        assertNothingIsFound(1280, false, ALL);
        assertNothingIsFound(1280, true, OF_LOOKS);
        assertNothingIsFound(390, true, OF_LOOKS);
        assertNothingIsFound(390, false, OF_LOOKS);
    }

    private void assertNothingIsFound(int width, boolean dark, String rules) throws InterruptedException {
        tab.size(width, 844);
        tab.prefersDark(dark);
        tab.await("document.getAnimations().every(each => each.playState !== 'running')");
        JsonNode found = tab.value("axe.run(document, " + rules + ").then(found => found.violations.map("
                + "each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary)))");
        assertThat(found.valueStream().map(JsonNode::stringValue))
                .as("%d pixels, %s", width, dark ? "dark" : "light")
                .isEmpty();
        assertThat(tab.value("document.documentElement.scrollWidth - innerWidth")
                        .intValue())
                .isLessThanOrEqualTo(0);
    }

    private static String axe() {
        try (InputStream script = AccessiblePageIT.class.getResourceAsStream("/axe/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; true";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
