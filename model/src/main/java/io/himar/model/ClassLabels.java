package io.himar.model;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The labels of a model's classes, and the rule of {@link ModelConfig#classOf} for what a person writes. */
final class ClassLabels {
    private static final String AS_LABEL = "label:";
    private static final String AS_INDEX = "index:";

    private final String model;
    private final List<String> labels;

    /** @param model the model's name, for messages */
    ClassLabels(String model, List<String> labels) {
        this.model = model;
        this.labels = labels;
    }

    ClassLookup lookUp(String word) {
        Map<Integer, String> readings = readings(word);
        if (readings.size() == 1) {
            return new ClassLookup.Found(readings.keySet().iterator().next());
        }
        return readings.isEmpty() ? unknown(word) : ambiguous(word, readings);
    }

    /** The classes that a word may mean, each with the words that mean it alone. */
    private Map<Integer, String> readings(String word) {
        Map<Integer, String> readings = new LinkedHashMap<>();
        List<Integer> labelled = labelled(word);
        labelled.forEach(each -> readings.put(each, labelled.size() == 1 ? AS_LABEL + word : AS_INDEX + each));
        readIndex(word, readings);
        if (word.startsWith(AS_LABEL)) {
            String label = word.substring(AS_LABEL.length());
            labelled(label).forEach(each -> readings.putIfAbsent(each, AS_INDEX + each));
        }
        if (word.startsWith(AS_INDEX)) {
            readIndex(word.substring(AS_INDEX.length()), readings);
        }
        return readings;
    }

    private List<Integer> labelled(String word) {
        String sought = normalised(word);
        List<Integer> classes = new ArrayList<>();
        for (int each = 0; each < labels.size(); each++) {
            if (normalised(labels.get(each)).equals(sought)) {
                classes.add(each);
            }
        }
        return classes;
    }

    private void readIndex(String word, Map<Integer, String> readings) {
        if (word.matches("[0-9]{1,9}") && Integer.parseInt(word) < labels.size()) {
            readings.putIfAbsent(Integer.parseInt(word), AS_INDEX + Integer.parseInt(word));
        }
    }

    private ClassLookup unknown(String word) {
        return new ClassLookup.Refused(
                "'" + word + "' is not known",
                "a label of model " + model + ", such as '" + labels.get(0) + "', or a class from 0 to "
                        + (labels.size() - 1));
    }

    private ClassLookup ambiguous(String word, Map<Integer, String> readings) {
        List<String> meanings = new ArrayList<>();
        readings.forEach((each, unambiguous) ->
                meanings.add("'" + unambiguous + "' for class " + each + ", labelled '" + labels.get(each) + "'"));
        return new ClassLookup.Refused(
                "'" + word + "' means more than one class of model " + model, String.join("; or ", meanings));
    }

    private static String normalised(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
