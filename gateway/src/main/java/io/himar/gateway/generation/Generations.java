package io.himar.gateway.generation;

import io.himar.gateway.access.Caller;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobPage;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.StageTimes;
import io.himar.storage.retention.JobDeletion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What can be done with generations, in terms of jobs; what is refused is refused as a problem. */
@Component
public final class Generations {
    private final GenerationPlanner planner;
    private final GenerationAdmission admission;
    private final JobReader reader;
    private final JobCancellation cancellation;
    private final JobDeletion deletion;

    Generations(
            GenerationPlanner planner,
            GenerationAdmission admission,
            JobReader reader,
            JobCancellation cancellation,
            JobDeletion deletion) {
        this.planner = planner;
        this.admission = admission;
        this.reader = reader;
        this.cancellation = cancellation;
        this.deletion = deletion;
    }

    /**
     * A job that was asked for.
     *
     * @param repeated whether it was admitted before, under the same idempotency key
     */
    public record Admitted(Job job, boolean repeated) {}

    /**
     * Admits a request on the caller's behalf.
     *
     * @param problems what is known to be wrong with it already
     */
    public Admitted admit(
            Caller caller, GenerationRequest request, List<FieldProblem> problems, String idempotencyKey) {
        GenerationPlan plan = planner.plan(caller.tenant(), request, problems);
        Admission admitted = admission.admit(plan, caller.tenant(), IdempotencyKeys.of(idempotencyKey, request));
        if (admitted instanceof Admission.Accepted accepted) {
            return new Admitted(accepted.job(), false);
        } else if (admitted instanceof Admission.Repeated repeated) {
            return new Admitted(repeated.job(), true);
        } else {
            throw Problems.idempotencyKeyReused(IdempotencyKeys.HEADER, idempotencyKey);
        }
    }

    /**
     * Finds a job of the caller's tenant.
     *
     * @throws org.springframework.web.ErrorResponseException 404, if it has none, or {@code id} is no id
     */
    public Job find(Caller caller, String id) {
        return Ids.uuid(id).flatMap(job -> reader.find(caller.tenant(), job)).orElseThrow(() -> unknown(id));
    }

    /** When the images of a job were worked on. */
    Map<UUID, StageTimes> times(Job job) {
        return Status.of(job) == Status.QUEUED ? Map.of() : reader.times(job.tenant(), job.id());
    }

    /** Id of the last change of an image of the job. */
    public long lastChange(Job job) {
        return reader.lastChange(job.tenant(), job.id());
    }

    JobPage page(Caller caller, GenerationQuery query) {
        return reader.page(caller.tenant(), query.filter(), query.limit(), query.cursor());
    }

    /** Asks for the end of a job and shows it as it is now; a finished one stays as it is. */
    public Job cancel(Caller caller, String id) {
        Job job = find(caller, id);
        return job.status().terminal()
                ? job
                : cancellation.request(caller.tenant(), job.id()).orElseThrow(() -> unknown(id));
    }

    /** Asks for the end of a job's images that wait to begin, and shows the job as it is now. */
    public Job cancelRest(Caller caller, String id) {
        Job job = find(caller, id);
        return job.status().terminal()
                ? job
                : cancellation.requestOfRest(caller.tenant(), job.id()).orElseThrow(() -> unknown(id));
    }

    /**
     * Asks for the end of one image of a job.
     *
     * @param image its index or id
     * @return whether it is to end; false if it had ended
     */
    boolean cancelImage(Caller caller, String id, String image) {
        Job job = find(caller, id);
        Image found = job.images().stream()
                .filter(each -> each.id().toString().equals(image)
                        || String.valueOf(each.index()).equals(image))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("Generation '" + id + "' has no image '" + image + "'."));
        return cancellation.requestOfImage(caller.tenant(), job.id(), found.id());
    }

    /** Asks for the end of all the tenant's jobs of which nothing has begun, and says how many these are. */
    int cancelWaiting(Caller caller) {
        return cancellation.requestWaiting(caller.tenant());
    }

    /** From now on nobody sees the job; it ends, and its pictures are deleted. */
    void delete(Caller caller, String id) {
        if (!Ids.uuid(id).map(job -> deletion.request(caller.tenant(), job)).orElse(false)) {
            throw unknown(id);
        }
    }

    private static RuntimeException unknown(String id) {
        return Problems.notFound("There is no generation '" + id + "'.");
    }
}
