package io.himar.gateway.generation;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Job;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a client should know of a generation: what is not understood of its prompt, and what it waits for in vain. */
@Component
public final class GenerationWarnings {
    private final PromptWarnings prompts;
    private final ModelWorkers workers;

    GenerationWarnings(PromptWarnings prompts, ModelWorkers workers) {
        this.prompts = prompts;
        this.workers = workers;
    }

    List<Warning> of(Job job) {
        List<Warning> all = new ArrayList<>(prompts.of(job));
        if (lacks(job, waitsForPivot(job), Stage.PIVOT) || lacks(job, willRefine(job), Stage.REFINE)) {
            all.add(new Warning(
                    "no_worker",
                    "model",
                    "no worker runs model " + job.model() + " at the moment, the generation waits until one does",
                    List.of()));
        }
        return all;
    }

    private boolean lacks(Job job, boolean needed, Stage stage) {
        return needed && !workers.run(stage, job.model());
    }

    private static boolean waitsForPivot(Job job) {
        return job.images().stream().anyMatch(image -> image.state() == ImageState.QUEUED);
    }

    private static boolean willRefine(Job job) {
        return !job.pivots().draft()
                && job.images().stream().anyMatch(image -> !image.state().terminal());
    }
}
