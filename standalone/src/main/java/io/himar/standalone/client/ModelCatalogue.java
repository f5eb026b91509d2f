package io.himar.standalone.client;

import java.util.List;

/** What {@code GET /v1/models} shows of the models that can be asked for. */
public record ModelCatalogue(List<Model> models) {
    public ModelCatalogue {
        models = models == null ? List.of() : List.copyOf(models);
    }

    /** One model; the index of a label is its class. */
    public record Model(String name, int classes, List<String> labels, int imageSize) {
        public Model {
            labels = labels == null ? List.of() : List.copyOf(labels);
        }

        /** The label of a class, or its number where the model names none. */
        public String label(int classId) {
            return classId < labels.size() ? labels.get(classId) : Integer.toString(classId);
        }
    }
}
