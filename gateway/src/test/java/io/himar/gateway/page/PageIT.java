package io.himar.gateway.page;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@GatewayTest
class PageIT {
    /** What a file of the page loads: by an attribute in HTML, by an import in JavaScript. */
    private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"([^\"#]+)\"|from \"([^\"]+)\"");

    private final HttpCalls http;

    PageIT(RunningGateway gateway) {
        this.http = gateway.http();
    }

    @Test
    void a_page_for_people_is_at_the_root_with_all_that_it_loads() {
        assertThat(http.get("/")).isOk().isOfType("text/html");

        assertThat(files()).contains("page/page.css", "page/page.js", "page/himar.svg", "page/api.js", "v3/api-docs");
        for (String file : files()) {
            assertThat(http.get("/" + file)).isOk();
        }
    }

    @Test
    void the_page_works_below_any_path_because_it_names_nothing_from_the_root_or_another_host() {
        assertThat(files()).noneMatch(file -> file.startsWith("/") || file.contains(":"));
        assertThat(http.get("/page/api.js").text()).doesNotContain("\"/v1", "\"/v3", "`/");
    }

    @Test
    void browsers_run_and_load_nothing_that_is_not_the_pages_own_and_ask_again_each_time() {
        for (String file : new String[] {"/", "/page/page.js", "/page/page.css"}) {
            HttpCalls.Answer answer = http.get(file);
            assertThat(answer).hasHeader("X-Content-Type-Options", "nosniff").hasHeader("Cache-Control", "no-cache");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
                    .doesNotContain("unsafe");
        }
        assertThat(http.get("/").text()).doesNotContain("<style", "<script>", " style=", " onclick=");
    }

    /** The files of the page, as they name each other. */
    private Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        collect("", files);
        return files;
    }

    private void collect(String file, Set<String> files) {
        if (file.startsWith("v3") || file.endsWith(".svg")) {
            return;
        }
        LOADED.matcher(http.get("/" + file).text())
                .results()
                .map(loaded -> address(file, loaded))
                .forEach(each -> {
                    if (files.add(each)) {
                        collect(each, files);
                    }
                });
    }

    private static String address(String file, MatchResult loaded) {
        return loaded.group(1) == null
                ? file.substring(0, file.lastIndexOf('/') + 1) + loaded.group(2).replaceFirst("^\\./", "")
                : loaded.group(1);
    }
}
