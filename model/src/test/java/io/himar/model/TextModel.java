package io.himar.model;

import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.WordVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model of the golden network's shape that draws texts of a few words. */
public final class TextModel {
    /** All words that it knows. */
    public static final List<String> WORDS = List.of("blue", "circle", "red", "square");

    /** T: more than any caption here has. */
    public static final int CONTEXT_LENGTH = 6;

    private TextModel() {}

    /** Its {@code config.json}, under the name texts. */
    public static ObjectNode json() {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode config =
                (ObjectNode) json.readTree(GoldenFiles.path("config.json").toFile());
        config.remove(List.of("class_num", "labels"));
        config.put("name", "texts").put("conditioning", "text").put("buffer_size", CONTEXT_LENGTH);
        config.putObject("text")
                .put("kind", "words")
                .put("vocabulary", vocabulary().size())
                .put("context_length", CONTEXT_LENGTH)
                .put("width", 16)
                .put("layers", 2)
                .put("heads", 2)
                .put("mlp_width", 32)
                .put("activation", "gelu")
                .put("layer_norm_eps", 1e-5);
        return config;
    }

    public static WordVocabulary vocabulary() {
        return WordVocabulary.of(WORDS, WORDS.size(), CONTEXT_LENGTH);
    }

    /** Writes it with random weights into a directory, which it returns. */
    public static Path write(Path directory) throws IOException {
        RandomModel.write(json().toString(), directory);
        vocabulary().write(directory.resolve(WordVocabulary.FILE));
        return directory;
    }

    public static ModelConfig config(Path directory) {
        return ModelConfig.read(directory.resolve(ModelExporter.CONFIG_FILE));
    }
}
