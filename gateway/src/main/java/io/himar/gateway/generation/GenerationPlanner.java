package io.himar.gateway.generation;

import io.himar.contracts.DrawnBy;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.gateway.webhook.WebhookUrls;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.service.models.Models;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.Priority;
import io.himar.storage.pivots.Pivot;
import io.himar.storage.webhooks.JobWebhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    private final Models models;
    private final Seeds seeds;
    private final WebhookUrls webhooks;
    private final PivotsAsked pivots;
    private final PivotSettings pivotSettings;
    private final GenerationLimits limits;
    private final MotifsAsked motifs;

    GenerationPlanner(
            Models models,
            MotifsAsked motifs,
            Seeds seeds,
            WebhookUrls webhooks,
            PivotsAsked pivots,
            PivotSettings pivotSettings,
            GenerationLimits limits) {
        this.models = models;
        this.motifs = motifs;
        this.seeds = seeds;
        this.webhooks = webhooks;
        this.pivots = pivots;
        this.pivotSettings = pivotSettings;
        this.limits = limits;
    }

    /** What does not depend on the model. */
    private record Terms(
            Priority priority, Map<String, String> metadata, DeadlinesAsked deadlines, Optional<JobWebhook> webhook) {
        static Terms of(GenerationRequest request, WebhookUrls webhooks, FieldChecks checks) {
            return new Terms(
                    checks.oneOf("priority", request.priority(), Priority.NORMAL, Priority.class),
                    Metadata.checked(request.metadata(), checks),
                    DueTimes.asked(request, checks),
                    WebhookFields.asked(request.webhook(), webhooks, checks));
        }
    }

    /**
     * Admits a request.
     *
     * @param tenant whose request it is
     * @param problems what is known to be wrong already
     * @throws org.springframework.web.ErrorResponseException naming every field that is not acceptable
     */
    GenerationPlan plan(String tenant, GenerationRequest request, List<FieldProblem> problems) {
        List<FieldProblem> all = new ArrayList<>(problems);
        FieldChecks checks = new FieldChecks(all);
        ModelCatalog catalog = models.now();
        GenerationPlan plan = request.pivots() == null
                ? fromStage1(request, catalog, checks)
                : fromPivots(tenant, request, catalog, checks);
        Problems.refuseIfAny(all);
        return plan;
    }

    private GenerationPlan fromStage1(GenerationRequest request, ModelCatalog catalog, FieldChecks checks) {
        List<Long> each = seeds.of(request, checks);
        Terms terms = Terms.of(request, webhooks, checks);
        Optional<String> name = modelName(request, catalog, checks);
        if (name.isEmpty()) {
            StageSettingsCheck.of("pivot.", request.pivot(), ANY_STAGE, Integer.MAX_VALUE, checks);
            StageSettingsCheck.of("refine.", request.refine(), ANY_STAGE, Integer.MAX_VALUE, checks);
            preset(request, checks);
            MotifsAsked.requireAny(request, checks);
            return null;
        }
        ModelConfig model = catalog.find(name.get()).orElseThrow();
        SamplingDefaults sampling = preset(request, checks).map(model::sampling).orElse(model.sampling());
        return new GenerationPlan(
                model.name(),
                motifs.of(request, model, checks),
                each,
                policy(request),
                List.of(),
                terms.priority(),
                terms.metadata(),
                terms.deadlines(),
                terms.webhook(),
                StageSettingsCheck.of("pivot.", request.pivot(), sampling.pivot(), model.lowTokens(), checks),
                StageSettingsCheck.of("refine.", request.refine(), sampling.refine(), model.denseTokens(), checks));
    }

    private static Optional<Preset> preset(GenerationRequest request, FieldChecks checks) {
        return Optional.ofNullable(checks.oneOf("preset", request.preset(), null, Preset.class));
    }

    private PivotPolicy policy(GenerationRequest request) {
        boolean draft = Boolean.TRUE.equals(request.draft());
        boolean kept = draft || Boolean.TRUE.equals(request.keepPivot());
        return kept ? new PivotPolicy(draft, Optional.of(pivotSettings.keptFor())) : PivotPolicy.USED_UP;
    }

    private GenerationPlan fromPivots(
            String tenant, GenerationRequest request, ModelCatalog catalog, FieldChecks checks) {
        List<Long> each = seeds.ofEachPivot(request, checks);
        Terms terms = Terms.of(request, webhooks, checks);
        List<Pivot> found = pivots.of(tenant, request, checks);
        Optional<Preset> preset = preset(request, checks);
        Optional<ModelConfig> model = found.isEmpty() ? Optional.empty() : model(found, catalog, checks);
        if (model.isEmpty()) {
            StageSettingsCheck.of("refine.", request.refine(), ANY_STAGE, Integer.MAX_VALUE, checks);
            return null;
        }
        int images = found.size() * Math.max(1, each.size());
        if (images > limits.maxCount()) {
            checks.refuse(
                    "seeds",
                    each.size() + " for each of " + found.size() + " pivots",
                    "up to " + limits.maxCount() + " images");
        }
        Pivot first = found.get(0);
        StageSampling own =
                Samplings.of(first.refine()).orElse(model.get().sampling().refine());
        StageSampling defaults =
                preset.map(name -> model.get().sampling(name).refine()).orElse(own);
        return new GenerationPlan(
                first.model(),
                first.motif(),
                found.stream().flatMap(pivot -> seedsOf(pivot, each)).toList(),
                PivotPolicy.USED_UP,
                found.stream()
                        .flatMap(pivot -> seedsOf(pivot, each).map(seed -> pivot.source()))
                        .toList(),
                terms.priority(),
                terms.metadata(),
                terms.deadlines(),
                terms.webhook(),
                Samplings.of(first.settings()).orElse(model.get().sampling().pivot()),
                StageSettingsCheck.of(
                        "refine.", request.refine(), defaults, model.get().denseTokens(), checks));
    }

    private static Stream<Long> seedsOf(Pivot pivot, List<Long> asked) {
        return asked.isEmpty() ? Stream.of(pivot.seed()) : asked.stream();
    }

    private static Optional<ModelConfig> model(List<Pivot> found, ModelCatalog catalog, FieldChecks checks) {
        String name = found.get(0).model();
        Optional<ModelEntry> model = catalog.entry(name);
        if (model.isEmpty()) {
            checks.refuse(
                    "pivots",
                    "drawn by '" + name + "', which is not here any more",
                    "pivots of " + String.join(", ", catalog.names()));
            return Optional.empty();
        }
        for (int i = 0; i < found.size(); i++) {
            if (!DrawnBy.key(found.get(i).key()).fits(model.get().version())) {
                checks.refuse(
                        "pivots[" + i + "]",
                        "drawn by other weights of '" + name + "', which have been replaced",
                        "a pivot that those have drawn which are here now");
                return Optional.empty();
            }
        }
        return model.map(ModelEntry::config);
    }

    private static Optional<String> modelName(GenerationRequest request, ModelCatalog catalog, FieldChecks checks) {
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
}
