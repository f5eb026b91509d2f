package io.himar.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc;
import io.himar.inference.protocol.ServerReadyRequest;
import io.himar.inference.protocol.ServerReadyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS alone, and only to those who show its token. */
class SecuredServerIT {
    private static final String TOKEN = "not-a-real-token";

    @TempDir
    private static Path directory;

    private static Server server;
    private static Path authority;
    private static Path other;

    @BeforeAll
    static void start() throws IOException {
        HeldCertificate own = certificate();
        authority = Files.writeString(directory.resolve("ca.pem"), own.certificatePem());
        other = Files.writeString(directory.resolve("other.pem"), certificate().certificatePem());
        Path key = Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .useTransportSecurity(authority.toFile(), key.toFile())
                .addService(new Ready())
                .intercept(new OnlyWithToken())
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
    }

    @Test
    void a_client_that_trusts_its_authority_and_has_the_token_is_answered() {
        assertThat(ready(new ConnectionSecurity(true, Optional.of(authority), Optional.of(TOKEN))))
                .isTrue();
    }

    @Test
    void without_the_token_or_tls_or_with_another_authority_there_is_no_answer() {
        assertThat(ready(new ConnectionSecurity(true, Optional.of(authority), Optional.empty())))
                .isFalse();
        assertThat(ready(ConnectionSecurity.NONE)).isFalse();
        assertThat(ready(new ConnectionSecurity(true, Optional.of(other), Optional.of(TOKEN))))
                .isFalse();
        assertThat(ready(new ConnectionSecurity(true, Optional.empty(), Optional.of(TOKEN))))
                .isFalse();
    }

    @Test
    void a_token_goes_nowhere_in_the_clear_and_is_shown_nowhere() {
        assertThatThrownBy(() -> new ConnectionSecurity(false, Optional.empty(), Optional.of(TOKEN)))
                .hasMessage("token: given without TLS (expected: none, as everybody could read it)");
        assertThat(new ConnectionSecurity(true, Optional.empty(), Optional.of(TOKEN)).toString())
                .doesNotContain(TOKEN);
    }

    @Test
    void a_file_without_certificates_is_refused_by_its_name() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");

        assertThatThrownBy(() -> ready(new ConnectionSecurity(true, Optional.of(empty), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining(empty.toString());
    }

    private static boolean ready(ConnectionSecurity security) {
        try (InferenceClient client = InferenceClient.connect("127.0.0.1:" + server.getPort(), security)) {
            return client.serverReady();
        } catch (InferenceException refused) {
            return false;
        }
    }

    private static HeldCertificate certificate() {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
    }

    private static final class Ready extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
        @Override
        public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answer) {
            answer.onNext(ServerReadyResponse.newBuilder().setReady(true).build());
            answer.onCompleted();
        }
    }

    private static final class OnlyWithToken implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String shown = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            if (("Bearer " + TOKEN).equals(shown)) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
