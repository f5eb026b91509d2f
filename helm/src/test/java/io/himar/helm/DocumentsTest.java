package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    /** {@code model.md, section 7} or {@code model.md, sections 3, 4}, also over a line's end. */
    private static final Pattern CITATION = Pattern.compile(
            "model\\.md(?:#[a-z0-9-]+\\))?,[\\s*/]+sections?[\\s*/]+([0-9]+(?:(?:,| and)[\\s*/]+[0-9]+)*)");

    @Test
    void every_link_of_a_document_leads_to_a_file_and_to_a_heading_in_it() {
        List<Path> documents = files(".md");

        assertThat(documents).hasSizeGreaterThan(20);
        assertThat(documents)
                .allSatisfy(document ->
                        assertThat(MarkdownFile.read(document).brokenLinks()).isEmpty());
    }

    @Test
    void every_section_of_the_model_specification_that_a_file_cites_exists() {
        Set<String> sections = MarkdownFile.read(Project.ROOT.resolve("docs/model.md")).anchors().stream()
                .map(anchor -> anchor.replaceFirst("-.*", ""))
                .collect(Collectors.toSet());
        List<String> cited = Stream.of(".java", ".md")
                .flatMap(ending -> files(ending).stream())
                .flatMap(file -> CITATION.matcher(Project.read(file)).results())
                .flatMap(citation ->
                        Pattern.compile("[0-9]+").matcher(citation.group(1)).results())
                .map(number -> number.group())
                .toList();

        assertThat(cited).hasSizeGreaterThan(10);
        assertThat(sections).containsAll(cited);
    }

    @Test
    void a_link_to_a_missing_file_or_heading_is_found(@TempDir Path folder) throws IOException {
        Path other =
                Files.writeString(folder.resolve("other.md"), "# What it costs, and why\n\n## Again\n\n## Again\n");
        Path document = Files.writeString(folder.resolve("document.md"), """
                # Here

                [a](other.md#what-it-costs-and-why), [b](other.md#again-1), [c](#here), [d](https://example.org/x.md),
                [e](gone.md), [f](other.md#again-2), [g](#there), `[h](gone.md)`
                ```sh
                # There
                ```
                """);

        assertThat(other).exists();
        assertThat(MarkdownFile.read(document).brokenLinks()).containsExactly("gone.md", "other.md#again-2", "#there");
    }

    /** The project's own files: those of modules, documents and models, not what a reader keeps beside them. */
    private static List<Path> files(String ending) {
        try (Stream<Path> top = Files.list(Project.ROOT)) {
            return top.filter(path -> Files.isRegularFile(path)
                            || Files.exists(path.resolve("pom.xml"))
                            || path.endsWith("docs")
                            || path.endsWith("deploy")
                            || path.endsWith("weights"))
                    .flatMap(DocumentsTest::below)
                    .filter(path -> path.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Path> below(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            return all
                    .filter(Files::isRegularFile)
                    .filter(file -> !Project.ROOT.relativize(file).toString().contains("target/"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
