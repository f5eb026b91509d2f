package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.himar.model.sampling.TokenOrder;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code GET /v1/models} shows of the models that can be asked for. */
public record ModelList(@JsonProperty("data") List<Model> models) {
    public ModelList {
        models = models == null ? List.of() : List.copyOf(models);
    }

    /**
     * The model of a name.
     *
     * @throws GatewayException naming those that there are
     */
    public Model model(String name) {
        return models.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new GatewayException("The suite serves no model " + name + " (expected: one of "
                        + models.stream().map(Model::name).collect(Collectors.joining(", ")) + ")."));
    }

    /** One model; the index of a label is its class. One that draws texts has {@code prompts}, and no classes. */
    public record Model(
            String name,
            int classes,
            List<String> labels,
            Prompts prompts,
            int imageSize,
            Stage pivot,
            Stage refine,
            List<Preset> presets,
            int maxPivotSteps,
            int maxRefineSteps) {
        public Model {
            labels = labels == null ? List.of() : List.copyOf(labels);
            presets = presets == null ? List.of() : List.copyOf(presets);
        }

        /** The label of a class, or its number where the model names none. */
        public String label(int classId) {
            return classId < labels.size() ? labels.get(classId) : Integer.toString(classId);
        }
    }

    /** What prompts may be: whether the model knows whole words or byte pairs, and how many tokens it reads. */
    public record Prompts(String vocabulary, int vocabularySize, int maxTokens, List<String> examples) {
        public Prompts {
            examples = examples == null ? List.of() : List.copyOf(examples);
        }
    }

    /** Settings of both stages that have a name. */
    public record Preset(String name, Stage pivot, Stage refine) {}

    /** How a stage is sampled; a gateway of the version before says nothing of the last four. */
    public record Stage(
            int steps,
            float guidance,
            String guidanceSchedule,
            String sampler,
            int denoisingSteps,
            float temperature,
            Integer lastDenoisingSteps,
            Float unguidedBelow,
            String order,
            Integer guidanceRefresh) {
        public Stage {
            lastDenoisingSteps = lastDenoisingSteps == null ? (Integer) denoisingSteps : lastDenoisingSteps;
            unguidedBelow = unguidedBelow == null ? (Float) 1f : unguidedBelow;
            order = order == null ? TokenOrder.RANDOM.label() : order;
            guidanceRefresh = guidanceRefresh == null ? (Integer) 1 : guidanceRefresh;
        }
    }
}
