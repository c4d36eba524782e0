package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.server.ForeignTool.Result;
import io.sardonyx.server.ServerOptions.Limits;
import io.sardonyx.server.ServerOptions.Security;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask what, and what happens to those who ask too much. */
class SecurityTest {

  @TempDir private Path work;
  private Path repository;
  private InferenceServer server;

  private void start(ServerOptions.Builder options) {
    server =
        InferenceServer.start(
            options
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(0)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .build());
  }

  private ServerOptions.Builder options() throws IOException {
    repository = Files.createDirectories(work.resolve("models"));
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 1));
    return ServerOptions.builder(repository);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private int status(String path, String body, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path));
    if (body != null) {
      request.POST(BodyPublishers.ofString(body));
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  @Test
  void tokensForInferenceAndForManagement() throws Exception {
    start(
        options()
            .management(true)
            .security(
                new Security(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("user"),
                    Optional.of("operator"))));
    assertThat(status("/v2/health/ready", null, null)).isEqualTo(200);
    assertThat(status("/v2/models/scale", null, null)).isEqualTo(401);
    assertThat(status("/v2/models/scale", null, "wrong")).isEqualTo(401);
    assertThat(status("/v2/models/scale", null, "user")).isEqualTo(200);
    assertThat(status("/v2/repository/models/scale/unload", "", "user")).isEqualTo(401);
    assertThat(status("/v2/repository/models/scale/unload", "", "operator")).isEqualTo(200);
    assertThat(status("/v2/models/scale/ready", null, "user")).isEqualTo(503);
    assertThat(status("/v2/repository/models/scale/load", "{}", "operator")).isEqualTo(200);
    assertThat(status("/v2/models/scale/ready", null, "user")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "..%2Fsecret",
        "%2e%2e%2fsecret",
        "..%5Csecret",
        "a%00b",
        ".hidden",
        "%2Fetc%2Fpasswd"
      })
  void modelNamesThatAreNone(String name) throws Exception {
    ServerOptions.Builder options = options().management(true);
    TestModels.write(work.resolve("secret"), "m", 1, TestModels.scale(9, 1));
    start(options);
    assertThat(status("/v2/repository/models/" + name + "/load", "", null)).isIn(400, 404);
    assertThat(server.repository().entries()).extracting(e -> e.name()).containsExactly("scale");
  }

  @Test
  void filesOfClientsGoNowhere() throws Exception {
    start(options().management(true));
    String model = Base64.getEncoder().encodeToString(TestModels.scale(7, 1).toByteArray());
    String load = "/v2/repository/models/sent/load";
    for (String file :
        List.of(
            "file:../../etc/passwd",
            "file:1/../../x",
            "file:/etc/x",
            "file:0/model.onnx",
            "file:1",
            "file:x/model.onnx",
            "file:99999999999999999999/model.onnx")) {
      assertThat(status(load, "{\"parameters\":{\"" + file + "\":\"" + model + "\"}}", null))
          .as(file)
          .isEqualTo(400);
    }
    assertThat(status(load, "{\"parameters\":{\"file:1/model.onnx\":\"@@\"}}", null))
        .isEqualTo(400);
    assertThat(status(load, "{\"parameters\":{\"file:1/model.onnx\":\"AAAA\"}}", null))
        .isEqualTo(400);
    assertThat(status(load, "{\"parameters\":{\"config\":\"{\\\"maxBatchSize\\\":\"}}", null))
        .isEqualTo(400);
    assertThat(status(load, "{\"parameters\":{\"file:1/model.onnx\":\"" + model + "\"}}", null))
        .isEqualTo(200);
    assertThat(status("/v2/models/sent/ready", null, null)).isEqualTo(200);
    assertThat(Files.exists(repository.resolve("sent"))).isFalse();
    assertThat(status("/v2/repository/models/" + "n".repeat(256) + "/load", "", null))
        .isEqualTo(400);
  }

  @Test
  void mutualTls() throws Exception {
    ForeignTool.require("openssl");
    ForeignTool.require("curl");
    for (String name : List.of("server", "client")) {
      Result made =
          ForeignTool.run(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "rsa:2048",
              "-nodes",
              "-days",
              "2",
              "-keyout",
              work.resolve(name + ".key").toString(),
              "-out",
              work.resolve(name + ".pem").toString(),
              "-subj",
              "/CN=localhost",
              "-addext",
              "subjectAltName=IP:127.0.0.1");
      assertThat(made.status()).as(made.output()).isZero();
    }
    start(
        options()
            .limits(
                new Limits(
                    1 << 20, 8192, 64, 100, 100, 100, Duration.ofMinutes(1), Duration.ofMinutes(1)))
            .security(
                new Security(
                    Optional.of(work.resolve("server.pem")),
                    Optional.of(work.resolve("server.key")),
                    Optional.of(work.resolve("client.pem")),
                    Optional.empty(),
                    Optional.empty())));
    String url = "https://127.0.0.1:" + server.httpPort() + "/v2/models/scale/ready";
    for (String version : List.of("--http1.1", "--http2")) {
      Result with =
          ForeignTool.run(
              "curl",
              "-s",
              version,
              "--cacert",
              work.resolve("server.pem").toString(),
              "--cert",
              work.resolve("client.pem").toString(),
              "--key",
              work.resolve("client.key").toString(),
              "-w",
              "%{http_code} %{http_version}",
              url);
      assertThat(with.output()).isEqualTo(version.equals("--http2") ? "200 2" : "200 1.1");
      Result without =
          ForeignTool.run(
              "curl",
              "-s",
              version,
              "--cacert",
              work.resolve("server.pem").toString(),
              "-w",
              "%{http_code}",
              url);
      assertThat(without.output()).isEqualTo("000");
      Path large = Files.write(work.resolve("large"), new byte[3 << 20]);
      for (int i = 0; i < 5; i++) {
        Result refused =
            ForeignTool.run(
                "curl",
                "-s",
                version,
                "--cacert",
                work.resolve("server.pem").toString(),
                "--cert",
                work.resolve("client.pem").toString(),
                "--key",
                work.resolve("client.key").toString(),
                "-H",
                "Expect:",
                "--data-binary",
                "@" + large,
                "-w",
                " %{http_code} %{exitcode}",
                url.replace("/ready", "/infer"));
        assertThat(refused.output()).contains("more than 1048576 bytes").endsWith("} 413 0");
      }
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    start(
        options()
            .limits(
                new Limits(
                    1 << 20,
                    8192,
                    64,
                    5,
                    100,
                    100,
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1))));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sockets.add(new Socket("127.0.0.1", server.httpPort()));
    }
    try (Socket surplus = new Socket("127.0.0.1", server.httpPort())) {
      surplus.setSoTimeout(20_000);
      assertThat(surplus.getInputStream().read()).isEqualTo(-1);
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    Eventually.until(
        "the others are gone",
        () -> {
          try {
            return status("/v2/health/ready", null, null) == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rapidResetsEndTheConnection(boolean isGrpc) throws Exception {
    start(options());
    int port = isGrpc ? server.grpcPort() : server.httpPort();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      bytes.write(frame(4, 0, 0, new byte[0]));
      // :method POST, :path /, :scheme http as indexed fields (RFC 7541, appendix A)
      byte[] headers = {(byte) 0x83, (byte) 0x84, (byte) 0x86};
      for (int i = 0; i < 5000; i++) {
        int stream = 2 * i + 1;
        bytes.write(frame(1, 4, stream, headers));
        bytes.write(frame(3, 0, stream, new byte[] {0, 0, 0, 8}));
      }
      try {
        socket.getOutputStream().write(bytes.toByteArray());
        byte[] answer = socket.getInputStream().readAllBytes();
        assertThat(answer).isNotNull();
      } catch (IOException e) {
        // Cut off while writing: as good an end as any.
        assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
      }
    }
    assertThat(status("/v2/models/scale/ready", null, null)).isEqualTo(200);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
