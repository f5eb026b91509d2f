package io.himar.standalone.command;

import io.himar.standalone.deadletters.Content;
import io.himar.standalone.deadletters.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A dead letter as JSON, for programs. */
final class DeadLetterJson {
    private DeadLetterJson() {}

    static ObjectNode of(DeadLetter letter) {
        Content content = Content.of(letter);
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("id", letter.id());
        json.put("topic", letter.topic());
        json.put("partition", letter.partition());
        json.put("offset", letter.offset());
        json.put("from", letter.from());
        json.put("at", letter.at().toString());
        json.put("cause", letter.cause());
        json.put("what", content.summary());
        json.put("bytes", letter.value().length);
        letter.cutFrom().ifPresent(size -> json.put("cut_from_bytes", size));
        letter.redrivenAt().ifPresent(at -> json.put("redriven_at", at.toString()));
        letter.key().ifPresent(key -> json.put("key", new String(key, StandardCharsets.UTF_8)));
        ObjectNode headers = json.putObject("headers");
        for (Header header : letter.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        content.type().ifPresent(type -> json.put("type", type));
        content.json()
                .ifPresentOrElse(
                        message -> json.set("message", JsonMapper.shared().readTree(message)),
                        () -> json.put("value_base64", Base64.getEncoder().encodeToString(letter.value())));
        return json;
    }

    private static String text(byte[] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
