package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.training.TestPictures;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassAgreementTest {
    private static final List<String> NAMES = TestPictures.CLASSES;

    @TempDir
    private Path folder;

    @Test
    void each_class_has_its_own_share_and_what_it_is_mistaken_for() throws Exception {
        SplitPictures pictures = PictureSets.open(
                TestPictures.write(folder.resolve("pictures"), 40, 32),
                new PictureSets.Wanted(32, 10, 1, 100, null),
                line -> {});
        Classifier classifier = bars();
        // Bars, of which four are asked for as bars and two as squares; no disc is asked for.
        Judged generated = new Judged(6);
        long[] asked = {0, 0, 0, 0, 2, 2};
        generated.add(classifier, pictures.training().range(0, 6), asked);
        Judged heldOut = new Judged(pictures.heldOut().size());
        int[] labels = labels(pictures);
        heldOut.add(
                classifier,
                pictures.heldOut().range(0, labels.length),
                Arrays.stream(labels).asLongStream().toArray());

        List<ClassAgreement> classes = ClassAgreement.of(NAMES, generated, heldOut);

        assertThat(classes)
                .containsExactly(
                        new ClassAgreement("bar", 1.0, 1.0, null),
                        new ClassAgreement("disc", null, 0.0, null),
                        new ClassAgreement("square", 0.0, 0.0, "bar"));
        assertThat(classes.get(2).describe()).matches("square +0\\.0  \\(else bar\\) +0\\.0\\R");
        assertThat(classes.get(1).describe()).matches("disc +- +0\\.0\\R");
    }

    private static int[] labels(SplitPictures pictures) {
        int[] labels = new int[pictures.heldOut().size()];
        Arrays.setAll(labels, pictures.heldOut()::label);
        return labels;
    }

    /** One that names everything a bar. */
    private static Classifier bars() {
        Classifier.Shape shape = new Classifier.Shape(3, 32, 4, 4, NAMES.size());
        Map<String, float[]> values = new HashMap<>();
        shape.specs().forEach(spec -> values.put(spec.name(), new float[Math.toIntExact(spec.entries())]));
        values.get("classes.bias")[0] = 1;
        return new Classifier(shape, TrainableParameters.of(shape.specs(), values));
    }
}
