package io.himar.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.standalone.client.ModelList.Model;
import io.himar.standalone.client.ModelList.Prompts;
import io.himar.standalone.client.NewGeneration;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoRequestsTest {
    private static final Model CLASSES = model("digits", 3, null);
    private static final Model TEXTS =
            model("scenes", 0, new Prompts("words", 62, 19, List.of("a", "b", "c", "d", "e", "f")));

    @Test
    void every_class_of_the_first_model_is_drawn_and_some_prompts_of_one_beside_it() {
        List<NewGeneration> requests = new DemoRequests(4, 1).of(List.of(CLASSES, TEXTS));

        assertThat(requests)
                .extracting(NewGeneration::model)
                .containsExactly("digits", "digits", "digits", "scenes", "scenes", "scenes", "scenes");
        assertThat(requests).extracting(NewGeneration::prompt).endsWith("a", "b", "c", "d");
        assertThat(requests)
                .extracting(NewGeneration::seed)
                .extracting(BigInteger::intValue)
                .containsExactly(1, 5, 9, 1, 5, 9, 13);
    }

    @Test
    void a_second_model_of_classes_is_left_alone() {
        assertThat(new DemoRequests(4, 1).of(List.of(TEXTS, CLASSES)))
                .hasSize(6)
                .extracting(NewGeneration::model)
                .containsOnly("scenes");
    }

    @Test
    void a_model_without_examples_draws_what_it_draws_when_nothing_is_said() {
        Model silent = model("silent", 0, new Prompts("words", 62, 19, List.of()));

        assertThat(new DemoRequests(1, 1).of(List.of(silent)))
                .extracting(NewGeneration::prompt)
                .containsExactly("");
    }

    @Test
    void of_many_classes_the_first_are_drawn() {
        assertThat(new DemoRequests(1, 1).of(List.of(model("base", 1000, null))))
                .hasSize(DemoRequests.MOST);
    }

    private static Model model(String name, int classes, Prompts prompts) {
        return new Model(name, classes, List.of(), prompts, 32, null, null, List.of(), 4, 4);
    }
}
