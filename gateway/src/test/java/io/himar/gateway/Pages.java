package io.himar.gateway;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the list of generations page by page. */
record Pages(HttpCalls http, int size) {
    List<GenerationDocument> first(int wanted) {
        List<GenerationDocument> seen = new ArrayList<>();
        String cursor = "";
        while (seen.size() < wanted) {
            JsonNode page = http.get("/v1/generations?limit=" + size + cursor).json();
            page.path("data").valueStream().map(GenerationDocument::new).forEach(seen::add);
            cursor = "&cursor=" + page.path("next_cursor").stringValue();
        }
        return seen.subList(0, wanted);
    }
}
