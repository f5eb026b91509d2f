package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.ProblemType;
import io.himar.gateway.problem.Problems;
import io.himar.service.tracing.ImageTraces;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.QuotaExceededException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Decides about what was planned: whether this deployment can finish it, whether so much may wait, and whether the
 * tenant may have it. What was admitted once under an idempotency key is shown again, whatever has changed since.
 */
@Component
final class GenerationAdmission {
    private final DefaultDeadlines deadlines;
    private final Feasibility feasibility;
    private final BacklogLimit backlog;
    private final JobAdmission admission;
    private final ImageTraces traces;

    GenerationAdmission(
            DefaultDeadlines deadlines,
            Feasibility feasibility,
            BacklogLimit backlog,
            JobAdmission admission,
            ImageTraces traces) {
        this.deadlines = deadlines;
        this.feasibility = feasibility;
        this.backlog = backlog;
        this.admission = admission;
        this.traces = traces;
    }

    /**
     * Admits a job.
     *
     * @throws ErrorResponseException 422, 429 or 503 for what is refused
     */
    Admission admit(GenerationPlan plan, String tenant, Optional<NewJob.Idempotency> idempotency) {
        NewJob job = plan.job(UUID.randomUUID(), tenant, deadlines.asked(), idempotency);
        List<FieldProblem> impossible = feasibility.problems(plan, job.deadlines());
        if (!impossible.isEmpty()) {
            return earlierOr(Problems.cannotFinish(impossible), job);
        }
        try (BacklogLimit.Room room = backlog.take(job.seeds().size())) {
            Admission admitted = admitted(job);
            if (admitted instanceof Admission.Accepted accepted) {
                room.use();
                trace(accepted.job());
            }
            return admitted;
        } catch (ErrorResponseException refused) {
            return earlierOr(refused, job);
        }
    }

    /** The request may ask for many images, so it has a trace of its own, to which theirs are linked. */
    private void trace(Job job) {
        SpanContext request = Span.current().getSpanContext();
        job.images().stream()
                .map(Image::id)
                .filter(traces::has)
                .forEach(image -> traces.span(image, "admitted")
                        .addLink(request)
                        .setAttribute("himar.job", job.id().toString())
                        .setAttribute("himar.model", job.model())
                        .startSpan()
                        .end());
    }

    private Admission earlierOr(ErrorResponseException refusal, NewJob job) {
        return admission.earlier(job).orElseThrow(() -> refusal);
    }

    private Admission admitted(NewJob job) {
        try {
            return admission.admit(job);
        } catch (QuotaExceededException e) {
            OptionalLong retryAfter = e.quota().free().isPresent()
                    ? OptionalLong.of(e.quota().free().get().toSeconds() + 1)
                    : OptionalLong.empty();
            throw Problems.tooMany(
                    ProblemType.QUOTA_EXCEEDED, "A limit of your tenant: " + e.getMessage() + ".", retryAfter);
        }
    }
}
