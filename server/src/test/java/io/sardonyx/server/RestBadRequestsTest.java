package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over REST that are wrong, too large, too deep or too slow. */
class RestBadRequestsTest extends RestTestBase {

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
