package io.himar.contracts;

import com.google.protobuf.Message;
import java.util.UUID;
import java.util.regex.Pattern;

/** Checks that a message keeps its contract; each check returns the message or throws naming the field. */
public final class Messages {
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final int LONGEST_TEXT = 4096;

    private Messages() {}

    /**
     * Checks any message of this package; messages without a contract of their own pass.
     *
     * @throws InvalidMessageException naming the field, its value and the expectation
     */
    public static <T extends Message> T requireValid(T message) {
        if (message instanceof PivotTask task) {
            pivotTask("", task);
        } else if (message instanceof RefineTask task) {
            refineTask(task);
        } else if (message instanceof WorkerStatus status) {
            workerStatus(status);
        } else if (message instanceof ConditionTokens tokens) {
            conditionTokens(tokens);
        } else if (message instanceof ImageEvent event) {
            imageEvent(event);
        } else if (message instanceof Cancellation cancellation) {
            uuid("image_id", cancellation.getImageId());
            atLeast("epoch", cancellation.getEpoch(), 1);
        } else if (message instanceof ImageLease lease) {
            lease("", lease);
        } else if (message instanceof StageSettings settings) {
            settings("", settings);
        }
        return message;
    }

    private static void pivotTask(String path, PivotTask task) {
        require(task.hasLease(), path + "lease", "missing", "a lease");
        lease(path + "lease.", task.getLease());
        require(MODEL.matcher(task.getModel()).matches(), path + "model", task.getModel(), MODEL.pattern());
        atLeast(path + "class_id", task.getClassId(), 0);
        text(path + "prompt", task.getPrompt());
        text(path + "partial_key", task.getPartialKey());
        require(task.hasPivot(), path + "pivot", "missing", "stage settings");
        settings(path + "pivot.", task.getPivot());
        require(task.hasRefine(), path + "refine", "missing", "stage settings");
        settings(path + "refine.", task.getRefine());
    }

    private static void refineTask(RefineTask message) {
        require(message.hasTask(), "task", "missing", "a pivot task");
        pivotTask("task.", message.getTask());
        require(!message.getPivotKey().isBlank(), "pivot_key", "blank", "an object key");
        tokensRecord("tokens.", message.getTokens());
        text("partial_key", message.getPartialKey());
    }

    private static void workerStatus(WorkerStatus status) {
        require(!status.getWorker().isBlank(), "worker", "blank", "the name of a worker");
        text("worker", status.getWorker());
        stage("stage", status.getStageValue());
        atLeast("slots", status.getSlots(), 0);
        text("reason", status.getReason());
        status.getModelsList().forEach(model -> text("models", model));
        status.getSamplersList().forEach(sampler -> text("samplers", sampler));
        for (int i = 0; i < status.getCallTimesCount(); i++) {
            callTime("call_times[" + i + "].", status.getCallTimes(i));
        }
        for (int i = 0; i < status.getInHandCount(); i++) {
            uuid("in_hand[" + i + "].image_id", status.getInHand(i).getImageId());
            atLeast("in_hand[" + i + "].epoch", status.getInHand(i).getEpoch(), 1);
        }
    }

    private static void callTime(String path, CallTime call) {
        text(path + "graph", call.getGraph());
        atLeast(path + "denoising_steps", call.getDenoisingSteps(), 1);
        boolean sound = call.getSeconds() >= 0 && !Double.isInfinite(call.getSeconds());
        require(sound, path + "seconds", Double.toString(call.getSeconds()), "a finite number >= 0");
    }

    private static void tokensRecord(String path, TokensRecord record) {
        atLeast(path + "partition", record.getPartition(), 0);
        atLeast(path + "offset", record.getOffset(), 0);
    }

    private static void lease(String path, ImageLease lease) {
        uuid(path + "image_id", lease.getImageId());
        uuid(path + "job_id", lease.getJobId());
        atLeast(path + "attempt", lease.getAttempt(), 1);
        atLeast(path + "epoch", lease.getEpoch(), 1);
        require(lease.hasDeadline(), path + "deadline", "missing", "a time");
    }

    /** A name that this version lacks is no breach: a newer service may have sent it, and its reader must say so. */
    private static void settings(String path, StageSettings settings) {
        atLeast(path + "steps", settings.getSteps(), 1);
        finite(path + "guidance", settings.getGuidance());
        atLeast(path + "guidance_schedule", settings.getGuidanceScheduleValue(), 1);
        atLeast(path + "sampler", settings.getSamplerValue(), 1);
        atLeast(path + "denoising_steps", settings.getDenoisingSteps(), 1);
        finite(path + "temperature", settings.getTemperature());
        atLeast(path + "last_denoising_steps", settings.getLastDenoisingSteps(), 0);
        finite(path + "unguided_below", settings.getUnguidedBelow());
        atLeast(path + "order", settings.getOrderValue(), 0);
        atLeast(path + "guidance_refresh", settings.getGuidanceRefresh(), 0);
    }

    private static void conditionTokens(ConditionTokens message) {
        require(message.hasTask(), "task", "missing", "a pivot task");
        pivotTask("task.", message.getTask());
        text("pivot_key", message.getPivotKey());
        if (message.getValues().isEmpty() && !message.getPivotKey().isBlank()) {
            return;
        }
        atLeast("tokens", message.getTokens(), 1);
        atLeast("width", message.getWidth(), 1);
        long bytes = 2L * message.getTokens() * message.getWidth();
        require(
                message.getValues().size() == bytes,
                "values",
                message.getValues().size() + " bytes",
                bytes + " bytes, 2 for each of tokens x width");
    }

    private static void imageEvent(ImageEvent event) {
        require(event.hasLease(), "lease", "missing", "a lease");
        lease("lease.", event.getLease());
        require(event.hasAt(), "at", "missing", "a time");
        require(!event.getWorker().isBlank(), "worker", "blank", "the name of a worker");
        text("worker", event.getWorker());
        switch (event.getEventCase()) {
            case STAGE_STARTED ->
                stage("stage_started.stage", event.getStageStarted().getStageValue());
            case STAGE_PROGRESS -> progress(event.getStageProgress());
            case PIVOT_COMPLETED -> {
                PivotCompleted completed = event.getPivotCompleted();
                ownKey("pivot_completed.preview_key", completed.getPreviewKey(), "previews", event.getLease());
                ownKey("pivot_completed.pivot_key", completed.getPivotKey(), "pivots", event.getLease());
                tokensRecord(
                        "pivot_completed.tokens.", event.getPivotCompleted().getTokens());
            }
            case IMAGE_COMPLETED -> completed(event.getImageCompleted(), event.getLease());
            case STAGE_FAILED -> failed(event.getStageFailed(), event.getLease());
            case EVENT_NOT_SET -> throw new InvalidMessageException("event", "missing", "one of the events");
        }
    }

    private static void progress(StageProgress progress) {
        stage("stage_progress.stage", progress.getStageValue());
        atLeast("stage_progress.steps", progress.getSteps(), 1);
        require(
                progress.getStep() >= 0 && progress.getStep() <= progress.getSteps(),
                "stage_progress.step",
                progress.getStep(),
                "0 to steps = " + progress.getSteps());
    }

    private static void completed(ImageCompleted completed, ImageLease lease) {
        require(!completed.getResultKey().isBlank(), "image_completed.result_key", "blank", "an object key");
        ownKey("image_completed.result_key", completed.getResultKey(), "results", lease);
        atLeast("image_completed.width", completed.getWidth(), 1);
        atLeast("image_completed.height", completed.getHeight(), 1);
        atLeast("image_completed.bytes", completed.getBytes(), 1);
    }

    private static void failed(StageFailed failed, ImageLease lease) {
        stage("stage_failed.stage", failed.getStageValue());
        require(!failed.getCode().isBlank(), "stage_failed.code", "blank", "a code");
        text("stage_failed.code", failed.getCode());
        text("stage_failed.message", failed.getMessage());
        ownKey("stage_failed.partial_key", failed.getPartialKey(), "partials", lease);
    }

    /** Customers get signed URLs of the objects that reports name, so a report names none but those of its image. */
    private static void ownKey(String field, String key, String kind, ImageLease lease) {
        text(field, key);
        String own = kind + "/" + lease.getJobId() + "/" + lease.getImageId() + "/";
        require(key.isEmpty() || (key.startsWith(own) && !key.contains("..")), field, key, own + "...");
    }

    /** What ends in the database: Postgres takes no text with a zero character. */
    private static void text(String field, String value) {
        require(value.indexOf('\0') < 0, field, "a text with a zero character", "none");
        require(value.length() <= LONGEST_TEXT, field, value.length() + " characters", "<= " + LONGEST_TEXT);
    }

    private static void stage(String field, int value) {
        Stage stage = Stage.forNumber(value);
        require(stage == Stage.PIVOT || stage == Stage.REFINE, field, value, "PIVOT or REFINE");
    }

    private static void finite(String field, float value) {
        require(Float.isFinite(value) && value >= 0, field, value, "a finite number >= 0");
    }

    private static void atLeast(String field, long value, long least) {
        require(value >= least, field, value, ">= " + least);
    }

    private static void uuid(String field, String value) {
        // UUID.fromString alone also accepts shortened groups, which would not be the key that everyone else uses.
        boolean valid;
        try {
            valid = UUID.fromString(value).toString().equals(value);
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        require(valid, field, value, "a lower-case UUID");
    }

    private static void require(boolean condition, String field, Object value, String expectation) {
        if (!condition) {
            throw new InvalidMessageException(field, value, expectation);
        }
    }
}
