package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.embedded.EmbeddedServerException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectsPortTest {
    @TempDir
    private Path directory;

    @Test
    void a_port_of_an_earlier_run_that_another_program_took_meanwhile_is_replaced() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var storage = SuiteStart.objects(directory.resolve("objects"), taken.getLocalPort())) {
            assertThat(storage.port()).isPositive().isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void a_folder_that_cannot_be_used_is_refused_on_any_port() throws Exception {
        Path file = Files.createFile(directory.resolve("objects"));
        assertThatThrownBy(() -> SuiteStart.objects(file, 0)).isInstanceOf(EmbeddedServerException.class);
        assertThatThrownBy(() -> SuiteStart.objects(file, LocalPort.anyFree(Exposure.LOCAL)))
                .isInstanceOf(EmbeddedServerException.class);
    }
}
