package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import inference.GrpcPredictV2;
import io.sardonyx.ElementType;
import io.sardonyx.server.ForeignTool.Result;
import io.sardonyx.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and load generators that know nothing of this server. */
class ForeignClientsTest {

  private static final Path SCRIPTS = Path.of("src/test/scripts").toAbsolutePath();
  private static final Path PROTO = Path.of("src/main/proto").toAbsolutePath();

  @TempDir private static Path repository;
  @TempDir private static Path work;
  private static InferenceServer server;

  @BeforeAll
  static void start() throws IOException {
    TestModels.write(repository, "two", 1, TestModels.sumAndDifference());
    TestModels.write(repository, "text", 1, TestModels.identity(ElementType.STRING, "N", 3));
    TestModels.write(repository, "tiny", 1, TestModels.identity(ElementType.FLOAT, "N", 16));
    Files.createDirectories(repository.resolve("digits/1"));
    try (InputStream digits = Zoo.class.getResourceAsStream("digits.onnx")) {
      Files.copy(digits, repository.resolve("digits/1/model.onnx"));
    }
    server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(0)
                .metricsPort(0)
                .warmUp(Duration.ZERO)
                .limits(
                    new ServerOptions.Limits(
                        1 << 20,
                        8192,
                        64,
                        500,
                        200,
                        200,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1)))
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.httpPort() + path;
  }

  @Test
  void pythonWithStubsOfOurSchema() {
    ForeignTool.requirePython("grpc");
    ForeignTool.require("protoc");
    ForeignTool.require("grpc_python_plugin");
    Result stubs =
        ForeignTool.run(
            "/usr/bin/protoc",
            "-I" + PROTO,
            "--python_out=" + work,
            "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
            "--grpc_out=" + work,
            PROTO + "/inference.proto",
            PROTO + "/model_config.proto");
    assertThat(stubs.status()).as(stubs.output()).isZero();
    Result client =
        ForeignTool.run(
            "/usr/bin/python3",
            SCRIPTS + "/python_client.py",
            work.toString(),
            "" + server.grpcPort());
    assertThat(client.output()).contains("all answers are right");
    assertThat(client.status()).isZero();
  }

  @Test
  void nodeWithGrpcJs() {
    ForeignTool.require("node");
    Path modules = Path.of("target/clients/node_modules").toAbsolutePath();
    ForeignTool.requireFile(modules.resolve("@grpc/grpc-js"));
    ForeignTool.requireFile(modules.resolve("@grpc/proto-loader"));
    Result client =
        ForeignTool.run(
            "node",
            SCRIPTS + "/node_client.js",
            modules.toString(),
            PROTO + "/inference.proto",
            "" + server.grpcPort());
    assertThat(client.output()).contains("all answers are right");
    assertThat(client.status()).isZero();
  }

  @Test
  void camelKServe() throws Exception {
    try (CamelContext camel = new DefaultCamelContext()) {
      camel.start();
      ProducerTemplate template = camel.createProducerTemplate();
      String target = "?target=127.0.0.1:" + server.grpcPort();
      assertThat(
              template.requestBody(
                  "kserve:model/ready" + target + "&modelName=two",
                  null,
                  GrpcPredictV2.ModelReadyResponse.class))
          .matches(GrpcPredictV2.ModelReadyResponse::getReady);
      assertThat(
              template.requestBody(
                  "kserve:model/metadata" + target + "&modelName=two",
                  null,
                  GrpcPredictV2.ModelMetadataResponse.class))
          .matches(m -> m.getInputsCount() == 2 && m.getOutputsCount() == 2);
      GrpcPredictV2.ModelInferRequest.Builder request =
          GrpcPredictV2.ModelInferRequest.newBuilder();
      for (String name : new String[] {"a", "b"}) {
        request
            .addInputsBuilder()
            .setName(name)
            .setDatatype("FP32")
            .addShape(1)
            .addShape(4)
            .getContentsBuilder()
            .addFp32Contents(1)
            .addFp32Contents(2)
            .addFp32Contents(3)
            .addFp32Contents(4);
      }
      GrpcPredictV2.ModelInferResponse answer =
          template.requestBody(
              "kserve:infer" + target + "&modelName=two",
              request.build(),
              GrpcPredictV2.ModelInferResponse.class);
      float[] sum = new float[4];
      answer
          .getRawOutputContents(0)
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(sum);
      assertThat(sum).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void curl() throws Exception {
    ForeignTool.require("curl");
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"BYTES\",\"data\":[\"a\",\"b\",\"ü\"]}]}";
    for (String version : new String[] {"--http1.1", "--http2-prior-knowledge"}) {
      assertThat(
              ForeignTool.run(
                      "curl",
                      "-s",
                      version,
                      "-d",
                      json,
                      "-w",
                      " %{http_code}",
                      url("/v2/models/text/infer"))
                  .output())
          .endsWith("\"data\":[\"a\",\"b\",\"" + latin1("ü") + "\"]}]} 200");
      assertThat(
              ForeignTool.run(
                      "curl",
                      "-s",
                      version,
                      "-d",
                      "{",
                      "-w",
                      " %{http_code}",
                      url("/v2/models/text/infer"))
                  .output())
          .startsWith("{\"error\":\"")
          .endsWith(" 400");
      assertThat(
              ForeignTool.run(
                      "curl",
                      "-s",
                      version,
                      "--compressed",
                      "-o",
                      "/dev/null",
                      "-w",
                      "%{http_code}",
                      url("/v2/models/stats"))
                  .output())
          .isEqualTo("200");
    }
    String head =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,16],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":64}}],"
            + "\"parameters\":{\"binary_data_output\":true}}";
    Path body = work.resolve("body.bin");
    ByteBuffer bytes =
        ByteBuffer.allocate(head.length() + 64).put(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 64; i++) {
      bytes.put((byte) (i + 32));
    }
    Files.write(body, bytes.array());
    Result binary =
        ForeignTool.run(
            "curl",
            "-s",
            "-i",
            "-H",
            "Inference-Header-Content-Length: " + head.length(),
            "--data-binary",
            "@" + body,
            url("/v2/models/tiny/infer"));
    assertThat(binary.output())
        .containsIgnoringCase("inference-header-content-length:")
        .endsWith(new String(bytes.array(), head.length(), 64, StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
  void curlGetsTheAnswerToABodyThatIsTooLarge(String version) throws Exception {
    ForeignTool.require("curl");
    List<String> command = new ArrayList<>(List.of("curl", "-s", version));
    // Without it, curl would wait for the answer before it sends the body.
    command.addAll(List.of("-H", "Expect:", "--data-binary", "@" + large()));
    command.addAll(List.of("-w", " %{http_code} %{exitcode}"));
    command.add(url("/v2/models/text/infer"));
    for (int i = 0; i < 20; i++) {
      assertThat(ForeignTool.run(command.toArray(String[]::new)).output())
          .contains("more than 1048576 bytes")
          .endsWith("} 413 0");
    }
  }

  @Test
  void nghttpGetsTheAnswersToManyBodiesThatAreTooLarge() throws Exception {
    ForeignTool.require("nghttp");
    String frames =
        ForeignTool.run(
                "nghttp", "-nv", "-m", "20", "-d", large().toString(), url("/v2/models/text/infer"))
            .output();
    assertThat(frames.split(":status: 413", -1)).hasSize(21);
    assertThat(frames.split("recv DATA frame", -1)).hasSize(21);
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Path large() throws IOException {
    Path file = work.resolve("large.bin");
    Files.write(file, new byte[2 << 20]);
    return file;
  }

  @Test
  void h2loadOverBothProtocols() throws IOException {
    ForeignTool.require("h2load");
    Path rest = work.resolve("rest.json");
    Files.writeString(rest, tiny());
    Result http =
        ForeignTool.run(
            "h2load",
            "-n",
            "3000",
            "-c",
            "4",
            "-m",
            "16",
            "-d",
            rest.toString(),
            url("/v2/models/tiny/infer"));
    assertThat(http.output()).contains("3000 succeeded", "status codes: 3000 2xx");
    Path grpc = work.resolve("tiny.grpc");
    Files.write(grpc, GrpcFrames.tinyRequest());
    Result unary =
        ForeignTool.run(
            "h2load",
            "-n",
            "3000",
            "-c",
            "4",
            "-m",
            "16",
            "-d",
            grpc.toString(),
            "-H",
            "content-type: application/grpc",
            "-H",
            "te: trailers",
            "http://127.0.0.1:" + server.grpcPort() + "/inference.GRPCInferenceService/ModelInfer");
    assertThat(unary.output()).contains("3000 succeeded", "status codes: 3000 2xx");
    assertThat(server.repository().find("tiny", "").stats().success().count())
        .isGreaterThanOrEqualTo(6000);
  }

  private static String tiny() {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,16],\"datatype\":\"FP32\",\"data\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}]}";
  }

  @Test
  void wrkOverRest() throws IOException {
    ForeignTool.require("wrk");
    Path script = work.resolve("post.lua");
    Files.writeString(
        script,
        "wrk.method = 'POST'\nwrk.body = '"
            + tiny()
            + "'\nwrk.headers['Content-Type'] = 'application/json'\n");
    Result load =
        ForeignTool.run(
            "wrk",
            "-t1",
            "-c8",
            "-d2s",
            "--timeout",
            "60s",
            "-s",
            script.toString(),
            url("/v2/models/tiny/infer"));
    assertThat(load.output())
        .contains("requests in")
        .doesNotContain("Non-2xx")
        .doesNotContain("Socket errors");
  }

  @Test
  void slowClientsDoNotKeepOthersOut() throws Exception {
    ForeignTool.require("slowhttptest");
    HttpRequest health = HttpRequest.newBuilder(URI.create(url("/v2/health/ready"))).build();
    for (String attack : new String[] {"-H", "-B"}) {
      CompletableFuture<Result> slow =
          CompletableFuture.supplyAsync(() ->
              ForeignTool.run(
                  "slowhttptest",
                  attack,
                  "-c",
                  "200",
                  "-r",
                  "100",
                  "-i",
                  "2",
                  "-l",
                  "6",
                  "-u",
                  url("/v2/health/ready")));
      try (HttpClient client = HttpClient.newHttpClient()) {
        do {
          assertThat(client.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
          Thread.sleep(10);
        } while (!slow.isDone());
      }
      assertThat(slow.get().output()).contains("connected:");
    }
  }

  @Test
  void thePageInABrowser() throws IOException {
    ForeignTool.require("chromium");
    String picture =
        Base64.getUrlEncoder()
            .encodeToString(Files.readAllBytes(Path.of("../zoo/samples/digit-7-a.png")))
            .replace('-', '+')
            .replace('_', '/');
    String link =
        url("/#model=digits&invert=1&picture=")
            + java.net.URLEncoder.encode(
                "data:image/png;base64," + picture, StandardCharsets.UTF_8);
    Result page =
        ForeignTool.run(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + work.resolve("browser"),
            "--virtual-time-budget=6000",
            "--dump-dom",
            link);
    assertThat(page.output())
        .contains("<td>digits</td><td>1</td><td>READY</td><td>image: FP32[?,1,8,8]</td>")
        .contains("<small id=\"state\">ready</small>");
    Matcher best = Pattern.compile("<ol id=\"scores\"><li>(\\d+)\\s").matcher(page.output());
    assertThat(best.find()).as(page.output()).isTrue();
    assertThat(best.group(1)).isEqualTo("7");
  }
}
