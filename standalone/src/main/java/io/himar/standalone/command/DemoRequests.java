package io.himar.standalone.command;

import io.himar.standalone.client.ModelList.Model;
import io.himar.standalone.client.NewGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the demo asks for: every class or example of the first model, and some examples of one more that draws texts.
 *
 * @param count images of each
 * @param seed of the first image of each model
 */
record DemoRequests(int count, long seed) {
    static final int MOST = 20;
    static final int MOST_BESIDE = 4;

    /** @param models at least one */
    List<NewGeneration> of(List<Model> models) {
        List<NewGeneration> requests = new ArrayList<>(of(models.get(0), MOST));
        models.stream()
                .skip(1)
                .filter(model -> model.prompts() != null)
                .findFirst()
                .ifPresent(model -> requests.addAll(of(model, MOST_BESIDE)));
        return requests;
    }

    private List<NewGeneration> of(Model model, int most) {
        if (model.prompts() == null) {
            return IntStream.range(0, Math.min(model.classes(), most))
                    .mapToObj(each -> NewGeneration.of(model.name(), each, count, firstSeed(each)))
                    .toList();
        }
        // One without examples draws what it draws when nothing is said.
        List<String> prompts = model.prompts().examples().isEmpty()
                ? List.of("")
                : model.prompts().examples();
        return IntStream.range(0, Math.min(prompts.size(), most))
                .mapToObj(each -> NewGeneration.ofPrompt(model.name(), prompts.get(each), count, firstSeed(each)))
                .toList();
    }

    private long firstSeed(int request) {
        return seed + (long) request * count;
    }
}
