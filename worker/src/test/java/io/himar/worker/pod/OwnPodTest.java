package io.himar.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.himar.worker.bench.ClusterApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPodTest {
    @TempDir
    private Path credentials;

    private ClusterApi api;
    private OwnPod pod;

    @BeforeEach
    void start() throws IOException {
        api = ClusterApi.start(credentials);
        pod = pod(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void one_annotation_is_changed_and_nothing_else_is_sent() throws Exception {
        pod.costs(3);
        assertThat(api.annotation("controller.kubernetes.io/pod-deletion-cost")).contains("3");
        assertThat(api.patches())
                .containsExactly(
                        "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"3\"}}}");
        assertThat(api.asked()).isEqualTo(1);
    }

    @Test
    void a_token_that_was_renewed_is_shown_from_then_on() throws Exception {
        pod.costs(1);
        api.tokenIs("second.token");
        pod.costs(2);
        assertThat(api.annotation(OwnPod.ANNOTATION)).contains("2");
    }

    @Test
    void an_authority_that_was_renewed_is_believed_from_then_on() throws Exception {
        pod.costs(1);
        api.renewAuthority();
        pod.costs(2);
        assertThat(api.annotation(OwnPod.ANNOTATION)).contains("2");
    }

    @Test
    void a_server_of_another_authority_is_shown_nothing() throws IOException {
        Files.writeString(
                credentials.resolve("ca.crt"),
                new HeldCertificate.Builder().build().certificatePem());
        assertThatThrownBy(() -> pod.costs(1)).hasMessageStartingWith("no answer of 127.0.0.1:" + api.port() + ": SSL");
        assertThat(api.asked()).isZero();
    }

    @Test
    void a_server_whose_certificate_is_for_another_host_is_shown_nothing() {
        OwnPod elsewhere = pod("localhost", api.port());
        assertThatThrownBy(() -> elsewhere.costs(1)).hasMessageContaining("SSL");
        assertThat(api.asked()).isZero();
    }

    @Test
    void an_address_of_the_new_kind_is_one_too() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assumeThatCode(() -> new ServerSocket(0, 1, loopback).close()).doesNotThrowAnyException();
        try (ClusterApi other = ClusterApi.start(credentials.resolve("new"), loopback)) {
            OwnPod there = new OwnPod(settings("::1", other.port(), credentials.resolve("new")));
            there.costs(4);
            assertThat(other.annotation(OwnPod.ANNOTATION)).contains("4");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 409, 422, 429, 500, 503})
    void a_refusal_says_what_the_server_said(int status) {
        api.refuse(status);
        assertThatThrownBy(() -> pod.costs(1))
                .isInstanceOf(PodNotChangedException.class)
                .hasMessage("the API server answered " + status + ": pods \"" + ClusterApi.POD + "\" is not to be had: "
                        + status)
                .extracting(failure -> ((PodNotChangedException) failure).kind())
                .isEqualTo("status " + status);
    }

    @Test
    void a_server_that_is_away_is_named() {
        int port = api.port();
        api.close();
        assertThatThrownBy(() -> pod.costs(1)).hasMessageStartingWith("no answer of 127.0.0.1:" + port + ": Connect");
    }

    @Test
    void a_server_that_comes_back_is_told() throws Exception {
        pod.costs(1);
        api.refuse(503);
        assertThatThrownBy(() -> pod.costs(2)).isInstanceOf(PodNotChangedException.class);
        api.refuse(0);
        pod.costs(2);
        assertThat(api.annotation(OwnPod.ANNOTATION)).contains("2");
    }

    @Test
    void a_missing_token_is_named() throws IOException {
        Files.delete(credentials.resolve("token"));
        assertThatThrownBy(() -> pod.costs(1)).hasMessage(credentials.resolve("token") + " is not there");
    }

    @Test
    void what_is_no_token_is_not_shown_to_anybody() throws IOException {
        Files.writeString(credentials.resolve("token"), "first half\nsecond half");
        assertThatThrownBy(() -> pod.costs(1)).hasMessage(credentials.resolve("token") + " holds no token");
        assertThat(api.asked()).isZero();
    }

    @Test
    void a_file_without_authorities_is_named() throws IOException {
        Files.writeString(credentials.resolve("ca.crt"), "https://example.com");
        assertThatThrownBy(() -> pod.costs(1))
                .hasMessage(credentials.resolve("ca.crt") + " holds no certificates in PEM form");
    }

    private OwnPod pod(ClusterApi server) {
        return pod(server.host(), server.port());
    }

    private OwnPod pod(String host, int port) {
        return new OwnPod(settings(host, port, credentials));
    }

    private static DeletionCostSettings settings(String host, int port, Path credentials) {
        return new DeletionCostSettings(
                true, Duration.ofSeconds(5), ClusterApi.POD, ClusterApi.NAMESPACE, host, port, credentials);
    }
}
