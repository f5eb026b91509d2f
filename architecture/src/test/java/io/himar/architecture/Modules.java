package io.himar.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules of the build, by the name of their folder, as they were compiled. */
record Modules(Map<String, JavaClasses> classes) {
    /** The root of the repository; Maven runs the tests of a module in its folder. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /**
     * Reads the class files of every module that has any of its own, tests left out.
     *
     * @throws IllegalStateException when a module has sources that are not compiled
     */
    static Modules compiled() {
        Map<String, JavaClasses> classes = new TreeMap<>();
        for (String module : declared()) {
            Path compiled = ROOT.resolve(module).resolve("target/classes/io/himar");
            if (Files.isDirectory(compiled)) {
                classes.put(module, new ClassFileImporter().importPath(compiled));
            } else if (Files.isDirectory(ROOT.resolve(module).resolve("src/main/java"))) {
                throw new IllegalStateException(module + ": not compiled (run mvn -pl architecture -am test)");
            }
        }
        return new Modules(classes);
    }

    /** The modules that {@code module} uses, itself left out. */
    Set<String> usedBy(String module) {
        return classes.get(module).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> owner(dependency.getTargetClass().getBaseComponentType()))
                .flatMap(Optional::stream)
                .filter(used -> !used.equals(module))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> owner(JavaClass type) {
        return classes.entrySet().stream()
                .filter(module -> module.getValue().contain(type.getName()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static List<String> declared() {
        List<String> modules = new ArrayList<>();
        try (Stream<String> lines = Files.lines(ROOT.resolve("pom.xml"))) {
            lines.map(String::strip)
                    .filter(line -> line.startsWith("<module>"))
                    .forEach(line -> modules.add(line.substring("<module>".length(), line.indexOf("</"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return modules;
    }
}
