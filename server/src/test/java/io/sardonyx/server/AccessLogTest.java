package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log, and the traces that requests belong to. */
class AccessLogTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String HEADER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @TempDir private Path repository;
  @TempDir private Path work;

  @Test
  void requestsOfBothTransportsAreLoggedWithTheirTrace() throws Exception {
    TestModels.write(repository, "loop", 1, TestModels.loop());
    Path log = work.resolve("access");
    try (InferenceServer server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(0)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .accessLog(log.toString())
                .build())) {
      Metadata metadata = new Metadata();
      metadata.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), HEADER);
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
      GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
          .modelInfer(GrpcFrames.loop(1));
      channel.shutdownNow();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + server.httpPort() + "/v2/models/loop/infer"));
      request.POST(BodyPublishers.ofString("{\"id\":\"7\",\"inputs\":[]}"));
      try (HttpClient client = HttpClient.newHttpClient()) {
        client.send(request.copy().header("TraceParent", HEADER).build(), BodyHandlers.ofString());
        client.send(request.build(), BodyHandlers.ofString());
      }
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(3);
    String trace = "\"trace\":\"" + TRACE + "\",\"parent\":\"00f067aa0ba902b7\"";
    assertThat(lines.get(0)).contains("\"model\":\"loop\"", trace, "\"status\":\"OK\"");
    assertThat(lines.get(1)).contains("\"id\":\"7\"", trace, "INVALID_ARGUMENT", "\"error\"");
    assertThat(lines.get(2)).contains("\"id\":\"7\"").doesNotContain("trace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00F067AA0BA902B7-01",
        HEADER + "-more",
        HEADER + "0"
      })
  void headersThatAreNone(String header) {
    assertThat(TraceParent.of(header).isNone()).isTrue();
  }

  @Test
  void laterVersionsMaySayMore() {
    assertThat(TraceParent.of("01" + HEADER.substring(2) + "-more").trace()).isEqualTo(TRACE);
    assertThat(TraceParent.of(null).isNone()).isTrue();
  }
}
