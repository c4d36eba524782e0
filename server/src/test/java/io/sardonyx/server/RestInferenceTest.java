package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sardonyx.server.protocol.Datatype;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST protocol over a real port, by the JDK's client with HTTP/1.1. */
class RestInferenceTest {

  private static final int LIMIT = 4 << 20;

  @TempDir private static Path repository;
  private static InferenceServer server;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    for (Datatype type : Datatype.values()) {
      TestModels.write(
          repository, "id_" + type, 1, TestModels.identity(type.elementType(), "N", 3));
    }
    TestModels.write(repository, "two", 1, TestModels.sumAndDifference());
    server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(-1)
                .httpPort(0)
                .metricsPort(0)
                .warmUp(Duration.ZERO)
                .limits(limits(Duration.ofMinutes(2)))
                .build());
  }

  private static ServerOptions.Limits limits(Duration readTimeout) {
    return new ServerOptions.Limits(
        LIMIT, 8192, 64, 100, 100, 100, readTimeout, Duration.ofMinutes(1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(to(path));
  }

  private static HttpResponse<String> infer(String model, String json) throws Exception {
    return send(to("/v2/models/" + model + "/infer").POST(BodyPublishers.ofString(json)));
  }

  private static String one(String datatype, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(datatype, data);
  }

  @Test
  void healthAndDescriptions() throws Exception {
    assertThat(get("/v2/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/v2/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/two/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/two/versions/1/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/none/ready").statusCode()).isEqualTo(404);
    assertThat(get("/v2").body()).contains("\"name\":\"sardonyx\"", "binary_tensor_data");
    assertThat(get("/v2/models/two").body())
        .contains("\"name\":\"a\",\"datatype\":\"FP32\",\"shape\":[-1,4]", "\"versions\":[\"1\"]");
    assertThat(get("/v2/models/two/config").body())
        .contains("\"max_batch_size\":32", "\"data_type\":\"TYPE_FP32\"");
    assertThat(get("/v2/models/two/versions/1/stats").body()).contains("\"model_stats\":[{");
    assertThat(get("/v2/models/stats").body()).contains("\"name\":\"id_BYTES\"");
    assertThat(send(to("/v2/repository/index").POST(BodyPublishers.noBody())).body())
        .contains("{\"name\":\"two\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}");
    assertThat(get("/").body()).contains("<title>Sardonyx");
  }

  @Test
  void metricsHaveThePrometheusFormat() throws Exception {
    infer("id_INT16", one("INT16", "[1,2,3]"));
    infer("id_INT16", one("INT16", "[1,2]"));
    String page =
        CLIENT
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    assertThat(page)
        .contains("nv_inference_request_success{model=\"id_INT16\",version=\"1\"} ")
        .contains(
            "nv_inference_first_response_histogram_ms_bucket{model=\"id_INT16\",version=\"1\",le=\"+Inf\"}"
                + " ");
    assertThat(page.lines())
        .allMatch(l -> l.startsWith("# ") || l.matches("[a-z_]+(\\{[^}]*})? [-0-9.NaEInf+]+"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL   | [true,false,true]                | [true,false,true]",
        "UINT8  | [0,255,7]                        | [0,255,7]",
        "UINT16 | [0,65535,7]                      | [0,65535,7]",
        "UINT32 | [0,4294967295,7]                 | [0,4294967295,7]",
        "UINT64 | [0,18446744073709551615,7]       | [0,18446744073709551615,7]",
        "INT8   | [-128,127,0]                     | [-128,127,0]",
        "INT16  | [[-32768,32767,0]]               | [-32768,32767,0]",
        "INT32  | [-2147483648,2147483647,0]       | [-2147483648,2147483647,0]",
        "INT64  | [-9223372036854775808,1,0]       | [-9223372036854775808,1,0]",
        "FP16   | [1.5,-Infinity,65504]            | [1.5,-Infinity,65504.0]",
        "BF16   | [1.5,NaN,-3]                     | [1.5,NaN,-3.0]",
        "FP32   | [[NaN,Infinity,-Infinity]]       | [NaN,Infinity,-Infinity]",
        "FP32   | [0.1,1e-45,3.4028235E38]         | [0.1,1.4E-45,3.4028235E38]",
        "FP64   | [0.1,4.9E-324,1.7976931348623157E308] | [0.1,4.9E-324,1.7976931348623157E308]",
        "BYTES  | [\"a\",\"\",\"€\\n\\u0000\"]           | [\"a\",\"\",\"€\\n\\u0000\"]",
      })
  void jsonOfEveryDatatype(String type, String data, String expected) throws Exception {
    HttpResponse<String> answer = infer("id_" + type, one(type, data));
    assertThat(answer.body())
        .isEqualTo(
            "{\"model_name\":\"id_%s\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"y\",\"datatype\":\"%s\",\"shape\":[1,3],\"data\":%s}]}"
                .formatted(type, type, expected));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void dataMayComeBeforeItsDescription() throws Exception {
    assertThat(
            infer(
                    "id_FP32",
                    "{\"inputs\":[{\"data\":[[1,2,3]],\"datatype\":\"FP32\",\"shape\":[1,3],\"name\":\"x\"}],"
                        + "\"id\":\"seven\",\"unknown\":{\"a\":[1]}}")
                .body())
        .contains("\"id\":\"seven\"", "\"data\":[1.0,2.0,3.0]");
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void binaryOfEveryDatatype(Datatype type) throws Exception {
    byte[] raw = raw(type);
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}],"
                .formatted(type, raw.length)
            + "\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]}";
    HttpResponse<byte[]> answer = binary("id_" + type, json, raw, "", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertRaw(
        answer.headers().firstValue("inference-header-content-length").orElseThrow(),
        answer.body(),
        raw);
    HttpResponse<byte[]> bare =
        CLIENT.send(
            to("/v2/models/id_" + type + "/infer")
                .header("Inference-Header-Content-Length", "0")
                .POST(
                    BodyPublishers.ofByteArray(
                        type == Datatype.BYTES ? new byte[] {0, 0, 0, 0} : raw))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(bare.statusCode()).isEqualTo(type == Datatype.BYTES ? 400 : 200);
    if (type != Datatype.BYTES) {
      assertRaw(
          bare.headers().firstValue("inference-header-content-length").orElseThrow(),
          bare.body(),
          raw);
    }
  }

  private static void assertRaw(String jsonLength, byte[] body, byte[] raw) {
    int start = Integer.parseInt(jsonLength);
    assertThat(new String(body, 0, start, StandardCharsets.UTF_8))
        .contains("\"parameters\":{\"binary_data_size\":" + raw.length + "}");
    assertThat(java.util.Arrays.copyOfRange(body, start, body.length)).isEqualTo(raw);
  }

  private static byte[] raw(Datatype type) {
    if (type == Datatype.BYTES) {
      return new byte[] {1, 0, 0, 0, 'a', 0, 0, 0, 0, 2, 0, 0, 0, 'b', 'c'};
    }
    byte[] raw = new byte[3 * type.bytes()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (type == Datatype.BOOL ? i % 2 : 91 * i + 200);
    }
    return raw;
  }

  private static HttpResponse<byte[]> binary(
      String model, String json, byte[] raw, String coding, String accept) throws Exception {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = ByteBuffer.allocate(head.length + raw.length).put(head).put(raw).array();
    HttpRequest.Builder request =
        to("/v2/models/" + model + "/infer")
            .header("Inference-Header-Content-Length", "" + head.length)
            .POST(BodyPublishers.ofByteArray(compress(coding, body)));
    if (!coding.isEmpty()) {
      request.header("Content-Encoding", coding).header("Accept-Encoding", accept);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] compress(String coding, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (coding) {
      case "gzip" -> {
        try (var out = new GZIPOutputStream(bytes)) {
          out.write(body);
        }
      }
      case "deflate" -> {
        try (var out = new DeflaterOutputStream(bytes)) {
          out.write(body);
        }
      }
      default -> bytes.write(body);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void compressedBothWays(String coding) throws Exception {
    int rows = 30;
    float[] values = new float[rows * 3];
    byte[] raw = new byte[values.length * 4];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[30,3],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":360}}]}";
    HttpResponse<byte[]> answer = binary("id_FP32", json, raw, coding, coding + ";q=0.5");
    assertThat(answer.statusCode()).isEqualTo(200);
    String text;
    if (answer.headers().firstValue("content-encoding").isPresent()) {
      assertThat(answer.headers().firstValue("content-encoding")).contains(coding);
      ByteArrayInputStream in = new ByteArrayInputStream(answer.body());
      text =
          new String(
              (coding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in))
                  .readAllBytes(),
              StandardCharsets.UTF_8);
    } else {
      text = new String(answer.body(), StandardCharsets.UTF_8);
    }
    assertThat(text).contains("\"shape\":[30,3]");
    HttpResponse<String> index =
        send(to("/v2/models/stats").header("Accept-Encoding", "br, " + coding));
    assertThat(index.headers().firstValue("content-encoding")).contains(coding);
  }

  @Test
  void gzipBombIsRefused() throws Exception {
    HttpResponse<String> answer =
        send(
            to("/v2/models/two/infer")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compress("gzip", new byte[200 << 20]))));
    assertError(answer, 413, "after decompression");
  }

  @Test
  void wrongRequestsHaveClearErrors() throws Exception {
    assertError(get("/v2/nothing"), 404, "nothing at '/v2/nothing'");
    assertError(get("/v2/models/none"), 404, "'none' is not found");
    assertError(get("/v2/models/..%2F..%2Fetc%2Fpasswd"), 404, "is not found");
    assertThat(raw("GET /v2/models/%zz HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .contains("broken escape");
    assertError(get("/v2/models/two/infer"), 405, "takes only POST");
    assertError(get("/v2/systemsharedmemory/status"), 501, "does not offer");
    assertError(
        send(to("/v2/repository/models/two/load").POST(BodyPublishers.noBody())),
        403,
        "--management");
    assertError(infer("two", ""), 400, "an object");
    assertError(infer("two", "{"), 400, "cannot be read");
    assertError(infer("two", "[]"), 400, "an object");
    assertError(infer("two", "{\"inputs\":[]}"), 400, "is missing");
    assertError(infer("id_INT8", one("INT8", "[1,2]")), 400, "has 2 elements");
    assertError(infer("id_INT8", one("INT8", "[1,2,3,4]")), 400, "at least 4 elements");
    assertError(infer("id_INT8", one("INT8", "[[1],[2],[3]]")), 400, "has 1 elements");
    assertError(infer("id_INT8", one("INT8", "[1,[2],3]")), 400, "");
    assertError(infer("id_INT8", one("INT8", "[1,128,3]")), 400, "out of the range of INT8");
    assertError(infer("id_INT8", one("INT8", "[1,1.5,3]")), 400, "expected a whole number");
    assertError(infer("id_UINT8", one("UINT8", "[1,-1,3]")), 400, "out of the range of UINT8");
    assertError(infer("id_UINT64", one("UINT64", "[1,-1,3]")), 400, "expected a number of UINT64");
    assertError(infer("id_INT64", one("INT64", "[1,9223372036854775808,3]")), 400, "");
    assertError(infer("id_FP32", one("FP32", "[1,1e39,3]")), 400, "in the range of FP32");
    assertError(infer("id_FP16", one("FP16", "[1,65536,3]")), 400, "in the range of FP16");
    assertError(infer("id_FP64", one("FP64", "[1,1e999,3]")), 400, "in the range of FP64");
    assertError(infer("id_FP32", one("FP32", "[1,\"2\",3]")), 400, "expected a number");
    assertError(infer("id_BYTES", one("BYTES", "[1,2,3]")), 400, "expected a string");
    assertError(
        infer(
            "id_FP32",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[4611686018427387904,8],\"datatype\":\"FP32\",\"data\":[]}]}"),
        400,
        "more elements than can be counted");
    assertError(
        infer(
            "id_FP32",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[1000000000,3],\"datatype\":\"FP32\",\"data\":[1]}]}"),
        400,
        "more than the request can hold");
    assertError(
        infer(
            "id_FP32",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[-1,3],\"datatype\":\"FP32\",\"data\":[]}]}"),
        400,
        "negative size");
    assertError(
        infer("id_FP32", "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\"}]}"),
        400,
        "neither data nor");
    assertError(
        send(
            to("/v2/models/id_FP32/infer")
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("x"))),
        400,
        "'br' is unknown");
    assertThat(infer("id_FP32", one("FP32", "[1,2,3]")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "-1", "1e3", "99999", "18446744073709551616"})
  void wrongLengthOfTheJson(String length) throws Exception {
    assertError(
        send(
            to("/v2/models/id_FP32/infer")
                .header("Inference-Header-Content-Length", length)
                .POST(BodyPublishers.ofString(one("FP32", "[1,2,3]")))),
        400,
        "inference-header-content-length");
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 250_000})
  void deepJson(int depth) throws Exception {
    String nested = "[".repeat(depth) + "]".repeat(depth);
    assertError(infer("id_FP32", one("FP32", nested)), 400, "");
    assertError(infer("id_FP32", "{\"other\":" + nested + "}"), 400, "depth");
    assertError(
        send(
            to("/v2/repository/index").POST(BodyPublishers.ofString("{\"other\":" + nested + "}"))),
        400,
        "depth");
  }

  @Test
  void bodiesBeyondTheLimit() throws Exception {
    String head =
        "POST /v2/models/id_FP32/infer HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 413").contains("more than " + LIMIT);
    assertThat(raw("GET /v2 HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(raw("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 431");
    assertThat(raw("garbage\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void clientsThatAreStillSendingGetTheirAnswer() throws Exception {
    String post = "POST /v2/models/id_FP32/infer HTTP/1.1\r\nHost: a\r\n";
    String body = " ".repeat(3 * LIMIT);
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    for (int i = 0; i < 20; i++) {
      assertThat(raw(post + "Content-Length: " + body.length() + "\r\n\r\n" + body))
          .startsWith("HTTP/1.1 413")
          .endsWith("\"}");
      assertThat(raw(post + "Transfer-Encoding: chunked\r\n\r\n" + chunk))
          .startsWith("HTTP/1.1 413")
          .endsWith("\"}");
      assertThat(raw(post + "X: " + body)).startsWith("HTTP/1.1 431").endsWith("\"}");
      assertThat(raw("garbage\r\n\r\n" + body)).startsWith("HTTP/1.1 400").endsWith("\"}");
    }
  }

  @Test
  void aWrongRequestBehindAGoodOneLeavesItsAnswer() throws Exception {
    String json = one("FP32", "[1,2,3]");
    String good =
        "POST /v2/models/id_FP32/infer HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(json.length(), json);
    String bad = "GET / HTTP/1.1\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\n";
    String answers = raw(good + good + bad);
    assertThat(answers.split("HTTP/1.1 ")).hasSize(4);
    assertThat(answers).startsWith("HTTP/1.1 200").contains("HTTP/1.1 431").endsWith("\"}");
  }

  @Test
  void millionsOfTinyChunks() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.httpPort())) {
      socket
          .getOutputStream()
          .write(
              "POST /v2/models/id_FP32/infer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String json = one("FP32", "[1,2,3]");
      StringBuilder chunks = new StringBuilder();
      for (int i = 0; i < 1_000_000; i++) {
        chunks.append("1\r\n ").append("\r\n");
      }
      for (char c : json.toCharArray()) {
        chunks.append("1\r\n").append(c).append("\r\n");
      }
      chunks.append("0\r\n\r\n");
      socket.getOutputStream().write(chunks.toString().getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[15];
      socket.getInputStream().readNBytes(answer, 0, 15);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void slowRequestsAreCutOff(@TempDir Path none) throws Exception {
    try (InferenceServer strict =
        InferenceServer.start(
            ServerOptions.builder(none)
                .host("127.0.0.1")
                .grpcPort(-1)
                .httpPort(0)
                .metricsPort(-1)
                .limits(limits(Duration.ofMillis(300)))
                .build())) {
      int port = strict.httpPort();
      assertThat(raw(port, "POST /v2/models/id_FP32/infer HTTP/1.1\r\nContent-Le"))
          .startsWith("HTTP/1.1 408");
      assertThat(raw(port, "POST /v2/models/id_FP32/infer HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"))
          .startsWith("HTTP/1.1 408");
      assertThat(raw(port, "GET /v2/health/ready HTTP/1.1\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void pipelinedRequestsAnswerInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      String json = "{\"id\":\"n" + i + "\"," + one("FP32", "[1,2,3]").substring(1);
      requests.append(
          "POST /v2/models/id_FP32/infer HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n%s"
              .formatted(i == 99 ? "Connection: close\r\n" : "", json.length(), json));
    }
    String answers = raw(requests.toString());
    int at = 0;
    for (int i = 0; i < 100; i++) {
      at = answers.indexOf("\"id\":\"n" + i + "\"", at);
      assertThat(at).isPositive();
    }
  }

  @Test
  void clientsThatOfferAnUpgradeAreAnsweredInHttp1() throws Exception {
    HttpClient upgrading = HttpClient.newHttpClient();
    HttpResponse<String> answer =
        upgrading.send(
            to("/v2/models/id_FP32/infer")
                .POST(BodyPublishers.ofString(one("FP32", "[1,2,3]")))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static String raw(String request) throws IOException {
    return raw(server.httpPort(), request);
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertError(HttpResponse<String> answer, int status, String message)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    try (JsonParser json = new JsonFactory().createParser(answer.body())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      assertThat(json.nextFieldName()).isEqualTo("error");
      assertThat(json.nextTextValue()).contains(message).doesNotContain(repository.toString());
      assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
    }
  }
}
