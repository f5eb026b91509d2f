package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.ProblemType;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.QuotaExceededException;
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

    GenerationAdmission(
            DefaultDeadlines deadlines, Feasibility feasibility, BacklogLimit backlog, JobAdmission admission) {
        this.deadlines = deadlines;
        this.feasibility = feasibility;
        this.backlog = backlog;
        this.admission = admission;
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
            if (admitted instanceof Admission.Accepted) {
                room.use();
            }
            return admitted;
        } catch (ErrorResponseException refused) {
            return earlierOr(refused, job);
        }
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
