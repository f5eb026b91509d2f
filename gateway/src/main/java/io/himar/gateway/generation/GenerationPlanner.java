package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.gateway.webhook.WebhookUrls;
import io.himar.model.ClassLookup;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Priority;
import io.himar.storage.webhooks.JobWebhook;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks a request against its model and the limits, and fills in what it left open. */
@Component
final class GenerationPlanner {
    /** Beyond this, guidance only saturates: several times the largest published value, 5.5. */
    static final float MAX_GUIDANCE = 20;

    static final float MAX_TEMPERATURE = 2;

    /** What stages are checked with while their model is not known. */
    private static final StageSampling ANY_STAGE =
            new StageSampling(1, 1, GuidanceSchedule.CONSTANT, SamplerKind.DDIM, 20, 1);

    private final ModelCatalog catalog;
    private final Seeds seeds;
    private final WebhookUrls webhooks;

    GenerationPlanner(ModelCatalog catalog, Seeds seeds, WebhookUrls webhooks) {
        this.catalog = catalog;
        this.seeds = seeds;
        this.webhooks = webhooks;
    }

    /**
     * Admits a request.
     *
     * @param problems what is known to be wrong already
     * @throws org.springframework.web.ErrorResponseException naming every field that is not acceptable
     */
    GenerationPlan plan(GenerationRequest request, List<FieldProblem> problems) {
        List<FieldProblem> all = new ArrayList<>(problems);
        FieldChecks checks = new FieldChecks(all);
        List<Long> each = seeds.of(request, checks);
        Priority priority = checks.oneOf("priority", request.priority(), Priority.NORMAL, Priority.class);
        Map<String, String> metadata = Metadata.checked(request.metadata(), checks);
        DeadlinesAsked deadlines = DueTimes.asked(request, checks);
        Optional<JobWebhook> webhook = WebhookFields.asked(request.webhook(), webhooks, checks);
        Optional<String> name = modelName(request, checks);
        GenerationPlan plan = null;
        if (name.isPresent()) {
            ModelConfig model = catalog.find(name.get()).orElseThrow();
            plan = plan(request, model, each, priority, metadata, deadlines, webhook, checks);
        } else {
            stage("pivot.", request.pivot(), ANY_STAGE, Integer.MAX_VALUE, checks);
            stage("refine.", request.refine(), ANY_STAGE, Integer.MAX_VALUE, checks);
        }
        if (!all.isEmpty()) {
            throw Problems.invalid(all);
        }
        return plan;
    }

    private static GenerationPlan plan(
            GenerationRequest request,
            ModelConfig model,
            List<Long> seeds,
            Priority priority,
            Map<String, String> metadata,
            DeadlinesAsked deadlines,
            Optional<JobWebhook> webhook,
            FieldChecks checks) {
        int classId = classId(request, model, checks);
        return new GenerationPlan(
                model.name(),
                classId,
                model.labels().get(classId),
                seeds,
                priority,
                metadata,
                deadlines,
                webhook,
                stage("pivot.", request.pivot(), model.sampling().pivot(), model.lowTokens(), checks),
                stage("refine.", request.refine(), model.sampling().refine(), model.denseTokens(), checks));
    }

    private Optional<String> modelName(GenerationRequest request, FieldChecks checks) {
        String names = String.join(", ", catalog.names());
        if (request.model() == null) {
            if (catalog.onlyName().isEmpty()) {
                checks.refuse("model", "is missing", "one of " + names);
            }
            return catalog.onlyName();
        }
        if (catalog.find(request.model()).isEmpty()) {
            checks.refuse("model", "'" + request.model() + "' is not known", "one of " + names);
            return Optional.empty();
        }
        return Optional.of(request.model());
    }

    private static int classId(GenerationRequest request, ModelConfig model, FieldChecks checks) {
        if (request.label() == null) {
            return checks.within("class", request.classId(), 0, 0, model.classes() - 1);
        }
        ClassLookup lookup = model.classOf(request.label());
        if (lookup instanceof ClassLookup.Found found) {
            return found.classId();
        }
        if (lookup instanceof ClassLookup.Refused refused) {
            checks.refuse("class", refused.problem(), refused.expected());
        }
        return 0;
    }

    private static StageSampling stage(
            String path, GenerationRequest.Stage stage, StageSampling defaults, int tokens, FieldChecks checks) {
        SamplerKind sampler = checks.oneOf(path + "sampler", stage.sampler(), defaults.sampler(), SamplerKind.class);
        return new StageSampling(
                checks.within(path + "steps", stage.steps(), defaults.steps(), 1, tokens),
                checks.within(path + "guidance", stage.guidance(), defaults.guidance(), 0, MAX_GUIDANCE),
                checks.oneOf(
                        path + "guidance_schedule",
                        stage.guidanceSchedule(),
                        defaults.guidanceSchedule(),
                        GuidanceSchedule.class),
                sampler,
                denoisingSteps(path, stage.denoisingSteps(), defaults, sampler, checks),
                checks.within(path + "temperature", stage.temperature(), defaults.temperature(), 0, MAX_TEMPERATURE));
    }

    /** What a model does by default may be too much for another sampler than its own. */
    private static int denoisingSteps(
            String path, BigInteger asked, StageSampling defaults, SamplerKind sampler, FieldChecks checks) {
        BigInteger steps = asked == null ? BigInteger.valueOf(defaults.denoisingSteps()) : asked;
        if (steps.bitLength() >= Long.SIZE || !sampler.admits(steps.longValue())) {
            String source = asked == null ? " by the model's default" : "";
            checks.refuse(path + "denoising_steps", steps + source, sampler.denoisingSteps());
            return sampler.mostDenoisingSteps();
        }
        return steps.intValue();
    }
}
