package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers graph calls by a function and keeps what was asked. */
final class RecordingGraphs implements GraphCall {
    private final List<Map<String, InferenceTensor>> calls = new ArrayList<>();
    private final List<String> models = new ArrayList<>();
    private final Function<Map<String, InferenceTensor>, Map<String, InferenceTensor>> answer;

    RecordingGraphs(Function<Map<String, InferenceTensor>, Map<String, InferenceTensor>> answer) {
        this.answer = answer;
    }

    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        Map<String, InferenceTensor> inputs =
                request.inputs().stream().collect(Collectors.toMap(InferenceTensor::name, input -> input));
        models.add(request.model());
        calls.add(inputs);
        return answer.apply(inputs);
    }

    List<Map<String, InferenceTensor>> calls() {
        return calls;
    }

    List<String> models() {
        return models;
    }
}
