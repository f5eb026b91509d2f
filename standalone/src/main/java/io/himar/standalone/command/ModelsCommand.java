package io.himar.standalone.command;

import io.himar.model.sampling.TokenOrder;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.ModelList;
import io.himar.standalone.client.ModelList.Model;
import io.himar.standalone.client.ModelList.Stage;
import io.himar.standalone.terminal.Table;
import java.io.PrintStream;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "models",
        description = "Show what a running suite can draw: its models, their classes or prompts, and settings.")
final class ModelsCommand implements Runnable {
    private static final int MOST_LABELS = 10;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Show all classes of this model (default: all models, a line each).")
    private String name;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        JsonNode document = client.modelsDocument();
        ModelList catalogue = client.as(document, ModelList.class);
        if (name != null) {
            Model model = catalogue.model(name);
            print(document.path("data").path(catalogue.models().indexOf(model)), () -> details(model, System.out));
        } else {
            print(document.path("data"), () -> overview(catalogue, System.out));
        }
    }

    private void print(JsonNode document, Runnable forPeople) {
        if (json.chosen()) {
            json.print(document, System.out);
        } else {
            forPeople.run();
        }
    }

    private static void overview(ModelList catalogue, PrintStream out) {
        Table table = new Table("MODEL", "IMAGE", "CLASSES", "LABELS");
        for (Model model : catalogue.models()) {
            table.row(
                    model.name(),
                    size(model),
                    model.prompts() == null ? Integer.toString(model.classes()) : "prompts",
                    model.prompts() == null ? labels(model) : examples(model.prompts()));
        }
        table.print(out);
    }

    private static String labels(Model model) {
        int more = model.labels().size() - MOST_LABELS;
        return model.labels().stream().limit(MOST_LABELS).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String examples(ModelList.Prompts prompts) {
        return prompts.examples().isEmpty()
                ? ""
                : "such as " + prompts.examples().get(0);
    }

    private static void details(Model model, PrintStream out) {
        Table facts = new Table("MODEL", model.name());
        facts.row("image", size(model));
        facts.row("pivot", settings(model.pivot()) + ", at most " + model.maxPivotSteps() + " steps");
        facts.row("refine", settings(model.refine()) + ", at most " + model.maxRefineSteps() + " steps");
        for (ModelList.Preset preset : model.presets()) {
            facts.row(preset.name(), "pivot: " + settings(preset.pivot()));
            facts.row("", "refine: " + settings(preset.refine()));
        }
        if (model.prompts() != null) {
            facts.row("prompts", vocabulary(model.prompts()));
            model.prompts().examples().forEach(each -> facts.row("such as", each));
        }
        facts.print(out);
        if (model.prompts() == null) {
            out.println();
            classes(model, out);
        }
    }

    private static String vocabulary(ModelList.Prompts prompts) {
        boolean words = prompts.vocabulary().equals("words");
        return "at most " + prompts.maxTokens() + " tokens; "
                + (words ? prompts.vocabularySize() + " words" : "any words, as byte pairs");
    }

    private static void classes(Model model, PrintStream out) {
        Table classes = new Table("CLASS", "LABEL");
        for (int each = 0; each < model.classes(); each++) {
            classes.row(Integer.toString(each), model.label(each));
        }
        classes.print(out);
    }

    private static String size(Model model) {
        return model.imageSize() + " x " + model.imageSize();
    }

    /** The settings of a stage in words. */
    static String settings(Stage stage) {
        if (stage == null) {
            return "unknown";
        }
        boolean falls = stage.lastDenoisingSteps() < stage.denoisingSteps();
        return "%d steps%s, guidance %s %s%s%s, %s of %d%s steps, temperature %s"
                .formatted(
                        stage.steps(),
                        stage.order().equals(TokenOrder.RANDOM.label()) ? "" : " by " + stage.order(),
                        stage.guidance(),
                        stage.guidanceSchedule(),
                        stage.unguidedBelow() > 1 ? " (none below " + stage.unguidedBelow() + ")" : "",
                        stage.guidanceRefresh() > 1 ? " (anew every " + stage.guidanceRefresh() + ")" : "",
                        stage.sampler(),
                        stage.denoisingSteps(),
                        falls ? " to " + stage.lastDenoisingSteps() : "",
                        stage.temperature());
    }
}
