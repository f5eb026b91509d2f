package io.himar.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A package imports only what stands below it. */
class TrainingLayersTest {
    private static final String TRAINING = "io.himar.training.";

    /** From the top; packages of one row stand beside one another. */
    private static final List<List<String>> ROWS = List.of(
            List.of("command"),
            List.of("ablation"),
            List.of("run", "evaluation"),
            List.of("generation"),
            List.of("diffusion", "autoencoder"),
            List.of("loop", "scenes"),
            List.of("data", "verification", "inception"),
            List.of("file", "config", "torch"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.himar.training");

    @Test
    void every_package_has_its_place() {
        assertThat(CLASSES.stream().map(TrainingLayersTest::packageOf).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        ROWS.stream().flatMap(List::stream).toList());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_imports_nothing_from_beside_or_above(String name) {
        List<String> barred = besideOrAbove(name);
        noClasses()
                .that()
                .resideInAPackage(TRAINING + name)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of " + barred,
                        type -> type.getPackageName().startsWith(TRAINING) && barred.contains(packageOf(type))))
                .check(CLASSES);
    }

    static List<String> packages() {
        return ROWS.stream().flatMap(List::stream).toList();
    }

    private static List<String> besideOrAbove(String name) {
        List<String> seen = new ArrayList<>();
        for (List<String> row : ROWS) {
            seen.addAll(row);
            if (row.contains(name)) {
                break;
            }
        }
        seen.remove(name);
        return seen;
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().replace(TRAINING, "");
    }
}
