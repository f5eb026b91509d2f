package io.himar.training.evaluation;

import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.minimum;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.model.Parameters;
import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Question;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small convolutional network that answers every {@link Question} about pictures of scenes. It has four rounds of 3x3
 * convolution, group normalisation, rectifier and pooling by two, then a layer of features. Q questions, B pictures.
 */
final class SceneJudge {
    private static final int ROUNDS = 4;
    private static final int[] CHANNELS = {1, 3, 6, 8};
    private static final int GROUPS = 8;
    private static final double EPSILON = 1e-5;
    /** The label of a question that is left open. */
    static final long OPEN = -1;

    private final Shape shape;
    private final Parameters parameters;

    SceneJudge(Shape shape, Parameters parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    /**
     * @param side of the pictures, a multiple of 16
     * @param width channels after the first convolution, a multiple of 8; the later ones have 3, 6 and 8 times as many
     * @param features of the last layer but one
     */
    record Shape(int side, int width, int features) {
        static final int LEAST_SIDE = 1 << ROUNDS;

        Shape {
            check("side", side, LEAST_SIDE);
            check("width", width, GROUPS);
        }

        private static void check(String name, int value, int of) {
            if (value < of || value % of != 0) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: a multiple of " + of + ")");
            }
        }

        private int channels(int round) {
            return round == 0 ? 3 : CHANNELS[round - 1] * width;
        }

        private long flat() {
            long pooled = side >> ROUNDS;
            return channels(ROUNDS) * pooled * pooled;
        }

        /** That of a network whose first convolution and layer of features have these shapes. */
        static Shape of(long[] convolution, long[] features) {
            int width = (int) convolution[0];
            double pooled = Math.sqrt(features[1] / (double) (CHANNELS[ROUNDS - 1] * width));
            return new Shape((int) Math.round(pooled) << ROUNDS, width, (int) features[0]);
        }

        List<ParameterSpec> specs() {
            List<ParameterSpec> specs = new ArrayList<>();
            for (int i = 1; i <= ROUNDS; i++) {
                long in = channels(i - 1);
                long out = channels(i);
                layer(specs, "conv" + i, 9 * in, List.of(out, in, 3L, 3L));
                specs.add(new ParameterSpec("norm" + i + ".weight", List.of(out), new Initial.Constant(1)));
                specs.add(new ParameterSpec("norm" + i + ".bias", List.of(out), new Initial.Constant(0)));
            }
            layer(specs, "features", flat(), List.of((long) features, flat()));
            layer(specs, "answers", features, List.of((long) Question.allAnswers(), (long) features));
            return List.copyOf(specs);
        }

        private static void layer(List<ParameterSpec> specs, String name, long fanIn, List<Long> shape) {
            specs.add(new ParameterSpec(name + ".weight", shape, new Initial.Uniform(fanIn)));
            specs.add(new ParameterSpec(name + ".bias", List.of(shape.get(0)), new Initial.Constant(0)));
        }
    }

    int side() {
        return shape.side();
    }

    /**
     * The likeliest answer to each question, picture by picture.
     *
     * @param pictures RGB in [-1,1], [B,3,H,W]
     */
    List<Answers> answers(Tensor pictures) {
        Tensor scores = scores(pictures);
        Map<Question, long[]> likeliest = new EnumMap<>(Question.class);
        int offset = 0;
        for (Question question : Question.ALL) {
            Tensor own = scores.narrow(1, offset, question.answers());
            likeliest.put(question, Tensors.longs(own.argmax(new LongOptional(1), false)));
            offset += question.answers();
        }
        List<Answers> answers = new ArrayList<>();
        for (int i = 0; i < scores.size(0); i++) {
            Map<Question, Integer> given = new EnumMap<>(Question.class);
            for (Question question : Question.ALL) {
                given.put(question, (int) likeliest.get(question)[i]);
            }
            answers.add(new Answers(given));
        }
        return answers;
    }

    /**
     * The loss of its training: of two ways to name the objects of a picture, the one counts that is nearer.
     *
     * @param labels int64 [B,Q], {@link #OPEN} where nothing is asked
     * @param others the same with the two objects the other way round, where their order does not matter
     */
    Tensor loss(Tensor pictures, Tensor labels, Tensor others) {
        Tensor scores = scores(pictures);
        return minimum(losses(scores, labels), losses(scores, others)).mean();
    }

    /** [B] */
    private static Tensor losses(Tensor scores, Tensor labels) {
        Tensor sum = null;
        int offset = 0;
        for (int i = 0; i < Question.ALL.size(); i++) {
            Question question = Question.ALL.get(i);
            Tensor label = labels.narrow(1, i, 1);
            Tensor asked = label.ge(new Scalar(0L)).toType(torch.ScalarType.Float);
            Tensor loss = scores.narrow(1, offset, question.answers())
                    .log_softmax(1)
                    .gather(1, label.clamp_min(new Scalar(0L)))
                    .mul(asked);
            sum = sum == null ? loss : sum.add(loss);
            offset += question.answers();
        }
        return sum.neg().reshape(-1);
    }

    private Tensor scores(Tensor pictures) {
        TorchTensor x = new TorchTensor(pictures);
        for (int i = 1; i <= ROUNDS; i++) {
            io.himar.model.Tensor normed = x.conv2d(
                            parameters.get("conv" + i + ".weight"),
                            parameters.get("conv" + i + ".bias"),
                            1,
                            io.himar.model.Tensor.Padding.all(1))
                    .groupNorm(
                            GROUPS,
                            parameters.get("norm" + i + ".weight"),
                            parameters.get("norm" + i + ".bias"),
                            EPSILON);
            x = new TorchTensor(max_pool2d(((TorchTensor) normed).value().relu(), 2, 2));
        }
        TorchTensor features = (TorchTensor) parameters.linear("features", x.reshape(-1, shape.flat()));
        return ((TorchTensor) parameters.linear(
                        "answers", new TorchTensor(features.value().relu())))
                .value();
    }
}
