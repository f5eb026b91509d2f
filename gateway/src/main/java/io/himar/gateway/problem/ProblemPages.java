package io.himar.gateway.problem;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** For people: a page for each kind of problem, which problem documents point to, and the list of them. */
@RestController
@Hidden // from the OpenAPI document
@RequestMapping(path = ProblemType.PATH, produces = "text/html;charset=utf-8")
final class ProblemPages {
    /** Addresses are relative, so that the pages work below any path. */
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%2$s - himar</title>
            <link rel="icon" href="%1$spage/himar.svg" type="image/svg+xml">
            <link rel="stylesheet" href="%1$spage/page.css">
            <link rel="stylesheet" href="%1$spage/problems.css">
            </head>
            <body>
            <header class="top">
              <img src="%1$spage/himar.svg" alt="" width="34" height="34">
              <a class="name" href="%1$s">himar</a>
              <nav aria-label="Views"><a href="%1$s">Images</a><a href="%1$sproblems">Problems</a>\
            <a href="%1$sv3/api-docs">API</a></nav>
            </header>
            <main class="text">
            %3$s</main>
            </body>
            </html>
            """;

    private static final String ONE = """
            <h1>%1$s</h1>
            <p class="facts">Status %2$d, <code>%3$s</code></p>
            <h2>What it means</h2>
            <p>%4$s</p>
            <h2>What to do</h2>
            <p>%5$s</p>
            """;

    private static final String ALL = """
            <h1>Problems</h1>
            <p>Whatever this gateway refuses, it answers with a problem document (RFC 9457), whose type is the address
            of one of these pages.</p>
            <div class="table"><table>
            <thead><tr><th scope="col">Problem</th><th scope="col">Status</th>\
            <th scope="col">What it means</th></tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            """;

    private static final String ROW = """
            <tr><th scope="row"><a href="problems/%1$s">%1$s</a></th><td>%2$d</td><td>%3$s</td></tr>
            """;

    @GetMapping
    String all() {
        String rows = Arrays.stream(ProblemType.values())
                .map(type -> ROW.formatted(type.word(), type.status().value(), text(type.meaning())))
                .collect(Collectors.joining());
        return PAGE.formatted("./", "Problems", ALL.formatted(rows));
    }

    @GetMapping("/{name}")
    String one(@PathVariable String name) {
        ProblemType type = ProblemType.named(name)
                .orElseThrow(() -> Problems.notFound(
                        "There is no kind of problem '" + name + "'; " + ProblemType.PATH + " lists them."));
        return PAGE.formatted(
                "../",
                text(type.title()),
                ONE.formatted(
                        text(type.title()),
                        type.status().value(),
                        type.word(),
                        text(type.meaning()),
                        text(type.remedy())));
    }

    private static String text(String words) {
        return HtmlUtils.htmlEscape(words);
    }
}
