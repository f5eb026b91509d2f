package io.himar.standalone.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the help, by what one wants to do. */
final class CommandGroups implements IHelpSectionRenderer {
    private static final Map<String, List<String>> GROUPS = groups();

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            Map<String, Help> commands = new LinkedHashMap<>();
            names.forEach(name -> commands.put(name, help.subcommands().get(name)));
            text.append(help.createHeading("%n" + heading + ":%n")).append(help.commandList(commands));
        });
        return text.toString();
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Run the suite", List.of("demo", "up"));
        groups.put("Use a running suite", List.of("models", "generate", "list", "get", "cancel", "delete", "pivots"));
        groups.put("Look after a suite", List.of("usage", "keys", "tenants", "dlq"));
        groups.put("Prepare models", List.of("import", "export"));
        groups.put("Train and judge models, with LibTorch, which is downloaded when first used", TrainerCommand.NAMES);
        groups.put("More", List.of("help"));
        return groups;
    }
}
