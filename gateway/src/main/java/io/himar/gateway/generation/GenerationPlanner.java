package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.model.ClassLookup;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Checks a request against its model and the limits, and fills in what it left open. */
@Component
final class GenerationPlanner {
    /** The largest integer that JavaScript holds exactly, so that a browser can send back every seed it was told. */
    static final long MAX_SEED = (1L << 53) - 1;

    /** Beyond this, guidance only saturates: several times the largest published value, 5.5. */
    static final float MAX_GUIDANCE = 20;

    static final float MAX_TEMPERATURE = 2;

    private final ModelCatalog catalog;
    private final GenerationLimits limits;
    private final RandomGenerator random;

    GenerationPlanner(ModelCatalog catalog, GenerationLimits limits, RandomGenerator random) {
        this.catalog = catalog;
        this.limits = limits;
        this.random = random;
    }

    /**
     * Admits a request.
     *
     * @throws org.springframework.web.ErrorResponseException naming every field whose value is not acceptable
     */
    GenerationPlan plan(GenerationRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        FieldChecks checks = new FieldChecks(problems);
        int count = checks.within("count", request.count(), 1, 1, limits.maxCount());
        long seed = checks.within("seed", request.seed(), random.nextLong(MAX_SEED - count), 0, MAX_SEED - count + 1);
        GenerationPlan plan = modelName(request, checks)
                .map(name -> plan(request, name, count, seed, checks))
                .orElse(null);
        if (!problems.isEmpty()) {
            throw Problems.invalid(problems);
        }
        return plan;
    }

    private GenerationPlan plan(GenerationRequest request, String name, int count, long seed, FieldChecks checks) {
        ModelConfig model = catalog.find(name).orElseThrow();
        int classId = classId(request, model, checks);
        return new GenerationPlan(
                name,
                classId,
                model.labels().get(classId),
                count,
                seed,
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
