package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.server.protocol.Datatype;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST protocol over a real port, by the JDK's client with HTTP/1.1. */
class RestInferenceTest extends RestTestBase {

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
}
