package io.himar.refine;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Messages;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.RefineTask;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.RgbImage;
import io.himar.inference.stage.Shown;
import io.himar.inference.stage.StageInput;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.sampling.ImageDraws;
import io.himar.worker.Discards;
import io.himar.worker.ObjectKeys;
import io.himar.worker.Partials;
import io.himar.worker.PivotLostException;
import io.himar.worker.PngEncoder;
import io.himar.worker.Samplings;
import io.himar.worker.StageGraphs;
import io.himar.worker.StageRun;
import io.himar.worker.StageTask;
import io.himar.worker.StageWork;
import io.himar.worker.TaskSubjects;
import io.himar.worker.WorkObjects;
import io.himar.worker.gate.ServedModels;

/** Stage 2 of one image: dense tokens, decoded and stored as a PNG. */
final class RefineWork implements StageWork {
    private final ServedModels models;
    private final TaskSubjects subjects;
    private final WorkObjects objects;
    private final ConditionSource conditions;
    private final Partials partials;
    private final Discards discards;
    private final StageGraphs graphs;

    RefineWork(
            ServedModels models,
            TaskSubjects subjects,
            WorkObjects objects,
            ConditionSource conditions,
            Partials partials,
            Discards discards,
            StageGraphs graphs) {
        this.models = models;
        this.subjects = subjects;
        this.objects = objects;
        this.conditions = conditions;
        this.partials = partials;
        this.discards = discards;
        this.graphs = graphs;
    }

    @Override
    public StageTask read(byte[] bytes) throws InvalidProtocolBufferException {
        RefineTask task = Messages.requireValid(RefineTask.parseFrom(bytes));
        return new StageTask() {
            @Override
            public ImageLease lease() {
                return task.getTask().getLease();
            }

            @Override
            public ImageEvent run(StageRun run) {
                return complete(task, run);
            }

            @Override
            public void completed() {
                // The image is done, so nobody else will ask for its condition tokens.
                if (!task.getKeepPivot()) {
                    discards.add(task.getPivotKey());
                }
                partials.forget(task.getPartialKey());
            }
        };
    }

    private ImageEvent complete(RefineTask message, StageRun run) {
        PivotTask task = message.getTask();
        // From here to the end of the stage: other weights of this name may come meanwhile.
        ModelEntry drawing = Samplings.model(task, models);
        requireSameWeights(message.getPivotKey(), drawing);
        ModelConfig model = drawing.config();
        GraphCall calls = run.graphs(drawing);
        StageSampling sampling = Samplings.refine(task, model);
        Shown shown = subjects.of(task, drawing, calls);
        StageInput input = new StageInput(shown, ImageDraws.seeded(task.getSeed()), sampling);
        float[] dense = new RefineStage(calls, model, graphs.of(drawing, "refine"))
                .run(
                        conditions.of(message, model),
                        input,
                        partials.find(message.getPartialKey(), drawing.version()),
                        run);
        RgbImage image = new LatentDecoder(calls, model).image(dense);
        byte[] png = PngEncoder.encode(image);
        String key = ObjectKeys.result(task.getLease());
        objects.put(key, png, PngEncoder.CONTENT_TYPE);
        ImageCompleted completed = ImageCompleted.newBuilder()
                .setResultKey(key)
                .setWidth(image.width())
                .setHeight(image.height())
                .setBytes(png.length)
                .setDuration(ProtobufTimes.duration(run.elapsed()))
                .build();
        return ImageEvent.newBuilder().setImageCompleted(completed).build();
    }

    /** What one version of a model has begun no other one ends: stage 1 is drawn again. */
    private static void requireSameWeights(String pivotKey, ModelEntry drawing) {
        if (!DrawnBy.key(pivotKey).fits(drawing.version())) {
            throw PivotLostException.ofOtherWeights(pivotKey, drawing);
        }
    }
}
