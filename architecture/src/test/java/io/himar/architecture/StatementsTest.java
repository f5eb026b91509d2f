package io.himar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Statements name their columns. Postgres refuses one with an asterisk that was prepared before a later version added a
 * column, so that its migration would break the services that still run.
 */
class StatementsTest {
    private static final Pattern ALL_COLUMNS = Pattern.compile(
            "(?i)\\b(?:select|returning)\\s+(?:distinct\\s+)?(?:\\w+\\.)?\\*|,\\s*\\w+\\.\\*|\"\\w\\.\\*");

    @Test
    void no_statement_of_a_service_takes_all_columns() throws IOException {
        List<String> found = sources().flatMap(StatementsTest::found).toList();

        assertThat(found).isEmpty();
    }

    @Test
    void such_a_statement_would_be_found() {
        assertThat(List.of(
                        "select * from himar.image",
                        "returning *",
                        "select i.*, j.model",
                        "select e.id,\n  i.*",
                        "\"j.*, (select 1)\""))
                .allMatch(statement -> ALL_COLUMNS.matcher(statement).find());
        assertThat("select count(*), 2 * 3 from himar.image").doesNotContainPattern(ALL_COLUMNS);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Modules.ROOT)) {
            return modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).toList().stream()
                    .flatMap(StatementsTest::javaFiles);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> found(Path file) {
        try {
            Matcher matcher = ALL_COLUMNS.matcher(Files.readString(file));
            return matcher
                    .results()
                    .map(match -> Modules.ROOT.relativize(file) + ": " + match.group())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
