package io.sardonyx.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page for people. */
final class Pages {

  private static final byte[] INDEX = read("index.html");

  private Pages() {}

  static HttpAnswer index() {
    return new HttpAnswer(
        200,
        "text/html; charset=utf-8",
        Map.of(
            "content-security-policy",
            "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src"
                + " 'self' blob: data:; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff"),
        INDEX);
  }

  private static byte[] read(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
