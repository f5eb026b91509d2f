package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.browser.Browser;
import io.himar.browser.Tab;
import java.net.URI;

/**
 * The page of a suite that somebody leaves open while the suite stops and starts. Without a browser nothing is seen.
 */
final class OpenPage implements AutoCloseable {
    private static final int PICTURES = 40;

    private Browser browser;
    private Tab tab;

    /** Asks for pictures in the form, and waits for the first of them. */
    void asksForPictures(URI suite) throws Exception {
        if (Browser.installed().isEmpty()) {
            return;
        }
        browser = Browser.start();
        tab = browser.show(suite.toString());
        tab.type("#field-count", String.valueOf(PICTURES));
        tab.click("#go");
        tab.await(PICTURES, "article:first-child li");
        tab.await("document.querySelector('article:first-child img.result')");
        assertThat(tab.errors()).isEmpty();
        tab.value("window.wasOpenBefore = true");
    }

    /** The suite is away, and what was there is shown as it was. */
    void saysThatTheSuiteIsAway() throws InterruptedException {
        if (tab != null) {
            tab.await("!document.querySelector('#lost').hidden");
            tab.awaitText("#lost", "himar does not answer. What you see is how it was.");
            assertThat(tab.count("article:first-child li")).isEqualTo(PICTURES);
        }
    }

    /** The suite is back, the page has noticed it without being loaded again, and every picture is drawn. */
    void hasAllPicturesByItself() throws InterruptedException {
        if (tab != null) {
            tab.awaitText("article:first-child .standing", PICTURES + " drawn in");
            tab.await(PICTURES, "article:first-child img.result");
            tab.await("document.querySelector('#lost').hidden && window.wasOpenBefore");
            assertThat(tab.errors()).allMatch(error -> error.contains("\"source\":\"network\""));
        }
    }

    @Override
    public void close() {
        if (browser != null) {
            browser.close();
        }
    }
}
