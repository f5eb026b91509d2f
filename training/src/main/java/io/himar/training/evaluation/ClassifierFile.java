package io.himar.training.evaluation;

import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.training.file.Weights;
import io.himar.training.torch.TrainableParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A classifier on disk: safetensors from whose shapes the network's follows. */
final class ClassifierFile {

    private ClassifierFile() {}

    /** @throws IllegalArgumentException where the file is not of a classifier of this kind */
    static Classifier read(Path file) {
        Classifier.Shape shape;
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            long[] convolution = tensors.tensor("conv1.weight").shape();
            long[] features = tensors.tensor("features.weight").shape();
            long[] classes = tensors.tensor("classes.weight").shape();
            int width = (int) convolution[0];
            int pooled = (int) Math.round(Math.sqrt(features[1] / (2.0 * width)));
            shape = new Classifier.Shape((int) convolution[1], 8 * pooled, width, (int) features[0], (int) classes[0]);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no classifier " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the classifier " + file + " cannot be read: " + e.getMessage(), e);
        }
        List<ParameterSpec> specs = shape.specs();
        return new Classifier(shape, TrainableParameters.of(specs, Weights.read(file, specs)));
    }
}
