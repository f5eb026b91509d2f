package io.himar.standalone.command;

import java.io.PrintStream;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The option that shows what the gateway answered word for word. */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON, as the gateway's interface has it, for programs.")
    private boolean json;

    /** What a deletion prints, which the gateway answers with nothing. */
    static JsonNode deleted(String id) {
        return JsonMapper.shared().createObjectNode().put("id", id).put("deleted", true);
    }

    boolean chosen() {
        return json;
    }

    void print(JsonNode document, PrintStream out) {
        out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }
}
