package io.himar.training.evaluation;

import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.training.file.Weights;
import io.himar.training.scenes.Question;
import io.himar.training.torch.TrainableParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A judge of scenes on disk: safetensors from whose shapes the network's follows. */
final class SceneJudgeFile {

    private SceneJudgeFile() {}

    /** @throws IllegalArgumentException where there is no such file, or one of something else */
    static SceneJudge read(Path file) {
        SceneJudge.Shape shape = shape(file);
        List<ParameterSpec> specs = shape.specs();
        return new SceneJudge(shape, TrainableParameters.of(specs, Weights.read(file, specs)));
    }

    private static SceneJudge.Shape shape(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            if (!tensors.names().contains("answers.weight")) {
                throw new IllegalArgumentException(
                        file + " is no judge of scenes (expected: a file that the command judge made)");
            }
            long answers = tensors.tensor("answers.weight").shape()[0];
            if (answers != Question.allAnswers()) {
                throw new IllegalArgumentException("the judge " + file + ": " + answers + " answers (expected: "
                        + Question.allAnswers() + "; train it anew)");
            }
            return SceneJudge.Shape.of(
                    tensors.tensor("conv1.weight").shape(),
                    tensors.tensor("features.weight").shape());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no judge of scenes " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the judge " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
