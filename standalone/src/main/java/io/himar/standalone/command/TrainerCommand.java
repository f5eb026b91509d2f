package io.himar.standalone.command;

import io.himar.standalone.SuiteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command of the trainer, which is a program of its own, so that serving a model does not download LibTorch. The
 * script {@code himar} starts the one or the other; here the trainer's commands are only named.
 */
@Command
final class TrainerCommand implements Runnable {
    private static final Map<String, String> COMMANDS = commands();

    static final List<String> NAMES = List.copyOf(COMMANDS.keySet());

    @Spec
    private CommandSpec spec;

    static void addTo(CommandLine himar) {
        COMMANDS.forEach((name, description) -> {
            CommandLine command = new CommandLine(new TrainerCommand());
            command.setUnmatchedArgumentsAllowed(true);
            command.getCommandSpec().usageMessage().description(description);
            himar.addSubcommand(name, command);
        });
    }

    @Override
    public void run() {
        throw new SuiteException(
                spec.name() + " is a command of the trainer: run it by the script, ./himar " + spec.name() + ".");
    }

    private static Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        commands.put("train", "Train a model on images of classes or with captions, or go on with a run.");
        commands.put("snapshot", "Make a model of what a run has learned so far.");
        commands.put("evaluate", "Judge a model: Fréchet distance, precision, recall, agreement; what texts it draws.");
        commands.put("classifier", "Train the classifier that judges generated pictures.");
        commands.put("ablation", "Compare variants of the network.");
        commands.put("steps", "Compare numbers of steps and samplers.");
        commands.put("emoji", "Make class folders of emoji to train on.");
        commands.put("scenes", "Draw coloured digits and shapes with captions.");
        commands.put("judge", "Train the judge of models that draw texts.");
        commands.put("verify", "Compare an exported model with the same steps on LibTorch.");
        return commands;
    }
}
