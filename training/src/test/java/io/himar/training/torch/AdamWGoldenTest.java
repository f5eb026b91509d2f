package io.himar.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.training.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Three steps of clipping, AdamW and moving average against the framework that trained the released models. */
class AdamWGoldenTest {
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.02, 3.0);
    private static final double RATE = 1e-2;
    private static final double EMA = 0.99;

    @Test
    void three_steps_are_those_of_the_reference() {
        try (Golden golden = Golden.open("optimizer")) {
            TrainableParameters parameters = TrainableParameters.of(
                    List.of(spec(golden, "p_decay"), spec(golden, "p_nodecay")),
                    Map.of(
                            "p_decay", Tensors.floats(golden.tensor("p_decay.init")),
                            "p_nodecay", Tensors.floats(golden.tensor("p_nodecay.init"))));
            AdamW optimizer =
                    new AdamW(parameters, SETTINGS, spec -> spec.name().equals("p_decay"));
            MovingAverage average = new MovingAverage(parameters, EMA);
            for (int step = 0; step < 3; step++) {
                String prefix = "step" + step + ".";
                pull(parameters, "p_decay", golden.tensor(prefix + "p_decay.grad"));
                pull(parameters, "p_nodecay", golden.tensor(prefix + "p_nodecay.grad"));
                double norm = optimizer.step(RATE);
                average.update(parameters);

                assertThat(norm).isCloseTo(golden.scalar(prefix + "grad_norm"), within(1e-4));
                assertClose(parameters.flat(), golden, prefix + "p_decay", prefix + "p_nodecay");
                assertClose(average.flat(), golden, prefix + "ema_decay", prefix + "ema_nodecay");
            }
        }
    }

    private static ParameterSpec spec(Golden golden, String name) {
        long[] shape = golden.tensor(name + ".init").shape();
        return new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), new Initial.Constant(0));
    }

    /** Leaves a gradient as a backward pass would. */
    private static void pull(TrainableParameters parameters, String name, Tensor gradient) {
        Tensor value = ((TorchTensor) parameters.get(name)).value();
        value.mul(gradient).sum().backward();
    }

    private static void assertClose(Tensor flat, Golden golden, String first, String second) {
        float[] expected = new float[(int) flat.numel()];
        float[] head = Tensors.floats(golden.tensor(first));
        float[] tail = Tensors.floats(golden.tensor(second));
        System.arraycopy(head, 0, expected, 0, head.length);
        System.arraycopy(tail, 0, expected, head.length, tail.length);
        float[] found = Tensors.floats(flat);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(2e-6f));
        }
    }
}
