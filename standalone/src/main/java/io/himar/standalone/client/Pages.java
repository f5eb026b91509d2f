package io.himar.standalone.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lists that the gateway gives page by page. */
public final class Pages {
    private Pages() {}

    /** Asks for a page of at most so many elements, from a cursor on, which is null for the first page. */
    @FunctionalInterface
    public interface Page {
        JsonNode from(int wanted, String cursor);
    }

    /** The first elements of a list, as many as there are and are wanted. */
    public static List<JsonNode> first(int most, Page page) {
        List<JsonNode> elements = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode next = page.from(most - elements.size(), cursor);
            next.path("data").forEach(elements::add);
            cursor = next.path("next_cursor").asString(null);
        } while (cursor != null && elements.size() < most);
        return elements;
    }
}
