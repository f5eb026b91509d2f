package io.himar.gateway.generation;

import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.Sampler;
import io.himar.contracts.StageSettings;
import io.himar.contracts.TokenOrder;
import io.himar.model.StageSampling;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.Priority;
import io.himar.storage.jobs.SourcePivot;
import io.himar.storage.webhooks.JobWebhook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that was admitted: every value is present, in range, and fits the model.
 *
 * @param motif what its images show
 * @param seeds one for each image
 * @param sources the pivots that the images begin with; none if they begin with stage 1
 * @param webhook who is told how it has ended
 */
record GenerationPlan(
        String model,
        Motif motif,
        List<Long> seeds,
        PivotPolicy pivots,
        List<SourcePivot> sources,
        Priority priority,
        Map<String, String> metadata,
        DeadlinesAsked deadlines,
        Optional<JobWebhook> webhook,
        StageSampling pivot,
        StageSampling refine) {

    /**
     * The job that it asks for.
     *
     * @param tenant whose it is
     * @param defaults hold where the request has no deadline
     */
    NewJob job(UUID id, String tenant, DeadlinesAsked defaults, Optional<NewJob.Idempotency> idempotency) {
        return new NewJob(
                id,
                model,
                motif,
                seeds,
                pivots,
                sources,
                settings(pivot),
                settings(refine),
                demand(tenant),
                deadlines.orElse(defaults),
                metadata,
                idempotency,
                webhook);
    }

    /** Whether stage 1 is to be done, as far as is known now. */
    boolean runsPivot() {
        return sources.isEmpty();
    }

    boolean runsRefine() {
        return !pivots.draft();
    }

    /** A stage's work grows with its steps, and with the denoising steps of each. */
    private Demand demand(String tenant) {
        return new Demand(tenant, priority, work(pivot), work(refine));
    }

    private static float work(StageSampling stage) {
        return Workload.work(stage.steps(), stage.denoisingSteps(), stage.lastDenoisingSteps());
    }

    private static StageSettings settings(StageSampling stage) {
        StageSettings.Builder settings = StageSettings.newBuilder()
                .setSteps(stage.steps())
                .setGuidance(stage.guidance())
                .setGuidanceSchedule(
                        GuidanceSchedule.valueOf(stage.guidanceSchedule().name()))
                .setSampler(Sampler.valueOf(stage.sampler().name()))
                .setDenoisingSteps(stage.denoisingSteps())
                .setTemperature(stage.temperature());
        if (!stage.exact()) {
            settings.setLastDenoisingSteps(stage.lastDenoisingSteps())
                    .setUnguidedBelow(stage.unguidedBelow())
                    .setOrder(TokenOrder.valueOf(stage.order().name()));
        }
        if (stage.guidanceRefresh() > 1) {
            settings.setGuidanceRefresh(stage.guidanceRefresh());
        }
        return settings.build();
    }
}
