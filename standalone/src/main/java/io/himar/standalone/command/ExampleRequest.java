package io.himar.standalone.command;

import io.himar.standalone.client.ModelList;
import io.himar.standalone.client.ModelList.Model;
import io.himar.standalone.client.NewGeneration;
import java.net.URI;
import java.util.Collections;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request that the suite at an address will accept, as commands to copy.
 *
 * @param model one of its models
 * @param only whether it is the only one, which need not be named
 */
record ExampleRequest(URI gateway, Model model, boolean only) {
    private static final int COUNT = 4;

    static ExampleRequest of(URI gateway, ModelList catalogue) {
        return new ExampleRequest(
                gateway, catalogue.models().get(0), catalogue.models().size() == 1);
    }

    /** @param key whether one has to be shown */
    String curl(boolean key) {
        String name = only ? null : model.name();
        NewGeneration request = model.prompts() == null
                ? NewGeneration.of(name, classOrLabel(), COUNT, null)
                : NewGeneration.ofPrompt(name, prompt(), COUNT, null);
        return "curl -s " + gateway + "/v1/generations -H 'Content-Type: application/json'"
                + (key ? " -H \"Authorization: Bearer $HIMAR_KEY\"" : "") + " -d "
                + ShellWord.quoted(JsonMapper.shared().writeValueAsString(request));
    }

    String generate(String gatewayOptions) {
        return "./himar generate" + gatewayOptions + (only ? "" : " --model " + ShellWord.of(model.name()))
                + (model.prompts() == null
                        ? " --class " + ShellWord.of(classOrLabel())
                        : " --prompt " + ShellWord.quoted(prompt()))
                + " --count " + COUNT;
    }

    /** One that the model is good at; any other where it names none. */
    private String prompt() {
        return model.prompts().examples().stream().findFirst().orElse("a red circle");
    }

    /** The last class: by its label, where nothing else is called so. */
    private String classOrLabel() {
        int last = model.classes() - 1;
        String label = model.label(last);
        boolean alone = Collections.frequency(model.labels(), label) == 1;
        boolean number = label.matches("[0-9]+") && !label.equals(Integer.toString(last));
        return alone && !number ? label : "index:" + last;
    }
}
