package io.himar.pivot;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Messages;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.PackedHalves;
import io.himar.inference.stage.Pivot;
import io.himar.inference.stage.PivotStage;
import io.himar.inference.stage.Shown;
import io.himar.inference.stage.StageInput;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.sampling.ImageDraws;
import io.himar.worker.ObjectKeys;
import io.himar.worker.Partials;
import io.himar.worker.PngEncoder;
import io.himar.worker.Samplings;
import io.himar.worker.StageGraphs;
import io.himar.worker.StageRun;
import io.himar.worker.StageTask;
import io.himar.worker.StageWork;
import io.himar.worker.TaskSubjects;
import io.himar.worker.WorkObjects;
import io.himar.worker.gate.ServedModels;

/**
 * Stage 1 of one image: condition tokens, which are kept and published, and a stored preview of the low-resolution
 * tokens.
 */
final class PivotWork implements StageWork {
    private static final String CONDITION_TYPE = "application/octet-stream";

    private final ServedModels models;
    private final TaskSubjects subjects;
    private final WorkObjects objects;
    private final TokensPublisher tokens;
    private final Partials partials;
    private final StageGraphs graphs;

    PivotWork(
            ServedModels models,
            TaskSubjects subjects,
            WorkObjects objects,
            TokensPublisher tokens,
            Partials partials,
            StageGraphs graphs) {
        this.graphs = graphs;
        this.models = models;
        this.subjects = subjects;
        this.objects = objects;
        this.tokens = tokens;
        this.partials = partials;
    }

    @Override
    public StageTask read(byte[] bytes) throws InvalidProtocolBufferException {
        PivotTask task = Messages.requireValid(PivotTask.parseFrom(bytes));
        return new StageTask() {
            @Override
            public ImageLease lease() {
                return task.getLease();
            }

            @Override
            public ImageEvent run(StageRun run) {
                return complete(task, run);
            }

            @Override
            public void completed() {
                partials.forget(task.getPartialKey());
            }
        };
    }

    private ImageEvent complete(PivotTask task, StageRun run) {
        // From here to the end of the stage: other weights of this name may come meanwhile.
        ModelEntry drawing = Samplings.model(task, models);
        ModelConfig model = drawing.config();
        GraphCall calls = run.graphs(drawing);
        StageSampling sampling = Samplings.pivot(task, model);
        Shown shown = subjects.of(task, drawing, calls);
        StageInput input = new StageInput(shown, ImageDraws.seeded(task.getSeed()), sampling);
        PivotStage stage = new PivotStage(calls, model, graphs.of(drawing, "pivot"));
        Pivot pivot = stage.run(input, partials.find(task.getPartialKey(), drawing.version()), run);
        ConditionTokens made = keep(task, drawing, pivot, calls);
        PivotCompleted.Builder completed =
                PivotCompleted.newBuilder().setPreviewKey(made.getPreviewKey()).setPivotKey(made.getPivotKey());
        // The object serves without them, and nobody is to refine a draft soon.
        if (!task.getDraft()) {
            tokens.publish(made).ifPresent(completed::setTokens);
        }
        return ImageEvent.newBuilder()
                .setPivotCompleted(completed.setDuration(ProtobufTimes.duration(run.elapsed())))
                .build();
    }

    /** Stores preview and condition tokens. */
    private ConditionTokens keep(PivotTask task, ModelEntry drawing, Pivot pivot, GraphCall calls) {
        ModelConfig model = drawing.config();
        String previewKey = ObjectKeys.preview(task.getLease());
        byte[] preview = PngEncoder.encode(new LatentDecoder(calls, model).preview(pivot.tokens()));
        objects.put(previewKey, preview, PngEncoder.CONTENT_TYPE);
        byte[] condition = PackedHalves.pack(pivot.condition());
        String pivotKey = ObjectKeys.pivot(task.getLease(), new DrawnBy(drawing.version()));
        objects.put(pivotKey, condition, CONDITION_TYPE);
        return ConditionTokens.newBuilder()
                .setTask(task)
                .setTokens(model.lowTokens())
                .setWidth(model.width())
                .setValues(ByteString.copyFrom(condition))
                .setPreviewKey(previewKey)
                .setPivotKey(pivotKey)
                .build();
    }
}
