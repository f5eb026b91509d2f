package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/asyncapi.yaml} describes the topics and messages that there are. */
class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "asyncapi.yaml");
    private static final Map<String, String> MESSAGES = Map.of(
            Topics.DEFAULT.pivotWork(), "PivotTask",
            Topics.DEFAULT.refineWork(), "RefineTask",
            Topics.DEFAULT.conditionTokens(), "ConditionTokens",
            Topics.DEFAULT.imageEvents(), "ImageEvent",
            Topics.DEFAULT.workers(), "WorkerStatus",
            Topics.DEFAULT.cancellations(), "Cancellation");

    private final Map<String, Object> document = read();

    @Test
    void every_topic_is_a_channel_with_its_message() {
        assertThat(channels().values()).extracting(AsyncApiTest::topic).containsExactlyElementsOf(Topics.DEFAULT.all());
        channels().values().forEach(channel -> {
            String expected = MESSAGES.getOrDefault(topic(channel), "Unreadable");
            assertThat(object(channel.get("messages")).keySet()).containsExactly(expected);
        });
    }

    @Test
    void every_message_is_one_of_the_contract_in_the_file_that_defines_it() {
        Set<String> known = new TreeSet<>();
        MessagesProto.getDescriptor().getMessageTypes().stream()
                .map(Descriptor::getName)
                .forEach(known::add);
        object(at(document, "components", "messages")).forEach((name, message) -> {
            Map<String, Object> payload = object(object(message).get("payload"));
            if (payload.containsKey("schema")) {
                assertThat(known).contains(name);
                Path file = DOCUMENT.getParent()
                        .resolve(String.valueOf(object(payload.get("schema")).get("$ref")));
                assertThat(file).exists();
            }
        });
    }

    @Test
    void every_channel_has_a_sender_and_the_living_ones_a_receiver() {
        channels().forEach((name, channel) -> {
            List<String> actions = object(document.get("operations")).values().stream()
                    .map(AsyncApiTest::object)
                    .filter(each -> object(each.get("channel")).get("$ref").equals("#/channels/" + name))
                    .map(each -> String.valueOf(each.get("action")))
                    .toList();
            boolean dead = topic(channel).endsWith(Topics.deadLetters(""));
            assertThat(actions)
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(dead ? List.of("send") : List.of("send", "receive"));
        });
    }

    @Test
    void every_reference_within_the_document_leads_somewhere() {
        references(document);
    }

    @Test
    void tasks_are_addressed_by_the_header_that_workers_look_at() {
        Object header = at(document, "components", "messageTraits", "addressed", "headers", "required");
        assertThat(header).isEqualTo(List.of(Topics.WORKER_HEADER));
    }

    private void references(Object node) {
        if (node instanceof Map<?, ?> map) {
            Object reference = map.get("$ref");
            if (reference instanceof String text && text.startsWith("#/")) {
                at(document, text.substring(2).split("/", -1));
            }
            map.values().forEach(this::references);
        } else if (node instanceof List<?> list) {
            list.forEach(this::references);
        }
    }

    private Map<String, Map<String, Object>> channels() {
        Map<String, Map<String, Object>> channels = new LinkedHashMap<>();
        object(document.get("channels")).forEach((name, channel) -> channels.put(name, object(channel)));
        return channels;
    }

    /** Its name in an installation that is told no prefix. */
    private static String topic(Map<String, Object> channel) {
        assertThat(object(channel.get("parameters"))).containsOnlyKeys("prefix");
        return String.valueOf(channel.get("address")).replace("{prefix}", Topics.DEFAULT.prefix());
    }

    private static Object at(Object root, String... path) {
        Object node = root;
        for (String step : path) {
            node = object(node).get(step);
            assertThat(node).as(String.join("/", path)).isNotNull();
        }
        return node;
    }

    @SuppressWarnings("unchecked") // as YAML has it
    private static Map<String, Object> object(Object node) {
        return (Map<String, Object>) node;
    }

    private static Map<String, Object> read() {
        try {
            return new Yaml().load(Files.readString(DOCUMENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
