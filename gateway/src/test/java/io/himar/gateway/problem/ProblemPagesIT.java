package io.himar.gateway.problem;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.PathProxy;
import io.himar.gateway.RunningGateway;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@GatewayTest
class ProblemPagesIT {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final RunningGateway gateway;
    private final HttpCalls http;

    ProblemPagesIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    @Test
    void each_problem_leads_to_a_page_that_says_what_it_means_and_what_to_do() {
        for (ProblemType type : ProblemType.values()) {
            HttpCalls.Answer page = http.get(type.at("").toString());

            assertThat(page).isOk().isOfType("text/html").says(type.title(), "What it means", "What to do");
            assertThat(page.text()).contains(type.word(), type.meaning().replace("'", "&#39;"));
        }
    }

    @Test
    void the_list_names_them_all_and_every_link_of_the_pages_leads_somewhere() {
        HttpCalls.Answer list = http.get("/problems");

        for (ProblemType type : ProblemType.values()) {
            assertThat(list).isOk().says("href=\"problems/" + type.word() + "\"");
        }
        for (String page : new String[] {"/problems", "/problems/invalid-request"}) {
            LINK.matcher(http.get(page).text())
                    .results()
                    .forEach(link -> assertThat(http.get(
                                    URI.create(page).resolve(link.group(1)).getPath()))
                            .isOk());
        }
    }

    @Test
    void browsers_run_nothing_on_them() {
        for (String page : new String[] {"/problems", "/problems/invalid-request"}) {
            HttpCalls.Answer answer = http.get(page);
            assertThat(answer).hasHeader("X-Content-Type-Options", "nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.text()).doesNotContain("<style", "<script", " style=");
        }
    }

    @Test
    void a_problem_that_nobody_knows_has_none() {
        assertThat(http.get("/problems/nothing")).isProblem(404);
        assertThat(http.get("/problems/status-418")).isProblem(404);
    }

    @Test
    void the_page_of_a_problem_is_found_below_the_path_of_a_proxy() throws Exception {
        try (PathProxy proxy = PathProxy.below("/himar", gateway)) {
            HttpCalls far = proxy.http();
            HttpCalls.Answer refused = far.get("/himar/v1/generations/7");
            String type = refused.json().path("type").stringValue();

            assertThat(refused).isProblem(404);
            assertThat(type).isEqualTo("/himar/problems/not-found");
            assertThat(far.get(type)).isOk().isOfType("text/html");
        }
    }
}
