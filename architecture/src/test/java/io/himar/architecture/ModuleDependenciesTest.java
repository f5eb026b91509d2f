package io.himar.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules use one another as README's table says, and libraries where they are the purpose. */
class ModuleDependenciesTest {
    private static final Modules MODULES = Modules.compiled();
    private static final Map<String, Set<String>> DOCUMENTED =
            ModuleTable.inReadme().uses();

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_uses_what_the_readme_says(String module) {
        assertThat(DOCUMENTED).as("README's table of folders").containsKey(module);
        assertThat(MODULES.usedBy(module)).as("what %s uses", module).isEqualTo(DOCUMENTED.get(module));
    }

    @Test
    void nothing_that_serves_reaches_the_training() {
        assertThat(MODULES.classes().keySet())
                .filteredOn(module ->
                        !module.equals("training") && MODULES.usedBy(module).contains("training"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "training", "inference", "contracts", "storage", "embedded"})
    void a_library_knows_nothing_of_spring(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(classesOf(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void only_the_training_loads_libtorch(String module) {
        if (!module.equals("training")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bytedeco..")
                    .check(classesOf(module));
        }
    }

    private static JavaClasses classesOf(String module) {
        return MODULES.classes().get(module);
    }

    static Iterable<String> modules() {
        return MODULES.classes().keySet();
    }
}
