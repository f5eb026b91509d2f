package io.himar.inference;

import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * How an inference server is spoken to.
 *
 * @param tls whether over TLS
 * @param authorities PEM file of the authorities that the server's certificate comes from; those of the JVM if empty
 * @param token shown with each call as {@code authorization: Bearer TOKEN}
 */
public record ConnectionSecurity(boolean tls, Optional<Path> authorities, Optional<String> token) {
    /** In the clear, as anybody. */
    public static final ConnectionSecurity NONE = new ConnectionSecurity(false, Optional.empty(), Optional.empty());

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    public ConnectionSecurity {
        if (token.isPresent() && !tls) {
            throw new IllegalArgumentException("token: given without TLS (expected: none, as everybody could read it)");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ConnectionSecurity[tls=" + tls + ", authorities=" + authorities + ", token=" + token.map(shown -> "***")
                + "]";
    }

    void apply(NettyChannelBuilder channel) {
        if (!tls) {
            channel.usePlaintext();
            return;
        }
        SslContextBuilder context = GrpcSslContexts.forClient();
        authorities.ifPresent(file -> context.trustManager(file.toFile()));
        try {
            channel.sslContext(context.build());
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "authorities: " + authorities + " (expected: a PEM file of certificates)", e);
        }
        token.ifPresent(text -> {
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + text);
            channel.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
        });
    }
}
