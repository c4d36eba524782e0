package io.sardonyx.server.http;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** Bodies that are compressed with gzip or deflate. */
final class ContentCodings {

  /** Below this many bytes compression costs more than it gains. */
  private static final int MIN_BYTES = 1024;

  private ContentCodings() {}

  /**
   * The body as it was before compression.
   *
   * @throws RequestException if it is more than the limit, or not what its coding says
   */
  static byte[] decode(String coding, byte[] body, int limit) {
    try (InputStream in =
        switch (coding) {
          case "", "identity" -> null;
          case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(body));
          case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body));
          default ->
              throw RequestException.invalid(
                  "the content-encoding '%s' is unknown; expected gzip or deflate", coding);
        }) {
      if (in == null) {
        return body;
      }
      byte[] decoded = in.readNBytes(limit);
      if (decoded.length == limit && in.read() >= 0) {
        throw new RequestException(
            Reason.OUT_OF_RANGE,
            "the request has more than %d bytes after decompression".formatted(limit));
      }
      return decoded;
    } catch (IOException e) {
      throw new RequestException(
          Reason.INVALID_ARGUMENT, "the request's body is no valid " + coding, e);
    }
  }

  /** The answer in a coding that the client takes, if it is worth it. */
  static HttpAnswer encode(HttpCall call, HttpAnswer answer) throws IOException {
    String coding =
        answer.body().length < MIN_BYTES
            ? ""
            : call.accepts("gzip") ? "gzip" : call.accepts("deflate") ? "deflate" : "";
    if (coding.isEmpty()) {
      return answer;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(answer.body().length / 2);
    try (OutputStream out =
        coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(answer.body());
    }
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("content-encoding", coding);
    return new HttpAnswer(answer.status(), answer.contentType(), headers, bytes.toByteArray());
  }
}
