package io.sardonyx.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A response. */
record HttpAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  static HttpAnswer empty(int status) {
    return new HttpAnswer(status, TEXT, Map.of(), new byte[0]);
  }

  static HttpAnswer text(int status, String contentType, String text) {
    return new HttpAnswer(status, contentType, Map.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  HttpAnswer with(Map<String, String> otherHeaders) {
    return new HttpAnswer(status, contentType, otherHeaders, body);
  }
}
