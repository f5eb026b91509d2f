package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonProperty;
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

    /** One model; the index of a label is its class. */
    public record Model(
            String name,
            int classes,
            List<String> labels,
            int imageSize,
            Stage pivot,
            Stage refine,
            int maxPivotSteps,
            int maxRefineSteps) {
        public Model {
            labels = labels == null ? List.of() : List.copyOf(labels);
        }

        /** The label of a class, or its number where the model names none. */
        public String label(int classId) {
            return classId < labels.size() ? labels.get(classId) : Integer.toString(classId);
        }
    }

    /** How a stage is sampled. */
    public record Stage(
            int steps,
            float guidance,
            String guidanceSchedule,
            String sampler,
            int denoisingSteps,
            float temperature) {}
}
