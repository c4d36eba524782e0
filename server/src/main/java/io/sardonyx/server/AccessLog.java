package io.sardonyx.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sardonyx.OnnxException;
import io.sardonyx.server.protocol.InferRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Writes one line of JSON for every request for inference. Thread-safe. */
final class AccessLog implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

  private final JsonFactory json = new JsonFactory();
  private final Writer out;
  private final boolean isOwned;

  /**
   * @param target a file, which is appended to; {@code -}: the standard output; empty: nothing is
   *     logged
   * @throws OnnxException if the file cannot be opened
   */
  AccessLog(String target) {
    try {
      isOwned = !target.isEmpty() && !target.equals("-");
      out =
          target.isEmpty()
              ? null
              : isOwned
                  ? Files.newBufferedWriter(
                      Path.of(target), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                  : new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new OnnxException("the access log " + target + " cannot be opened", e);
    }
  }

  /**
   * Logs an answer.
   *
   * @param error null: the request succeeded
   */
  void log(InferRequest request, TraceParent trace, RequestException error, long nanos) {
    if (out == null) {
      return;
    }
    StringWriter line = new StringWriter(128);
    try (JsonGenerator g = json.createGenerator(line)) {
      g.writeStartObject();
      g.writeStringField("time", Instant.now().toString());
      g.writeStringField("model", request.model());
      g.writeStringField("version", request.version());
      g.writeStringField("id", request.id());
      if (!trace.isNone()) {
        g.writeStringField("trace", trace.trace());
        g.writeStringField("parent", trace.parent());
      }
      g.writeStringField("status", error == null ? "OK" : error.reason().name());
      if (error != null) {
        g.writeStringField("error", error.getMessage());
      }
      g.writeNumberField("micros", TimeUnit.NANOSECONDS.toMicros(nanos));
      g.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      synchronized (out) {
        out.write(line.append('\n').toString());
        out.flush();
      }
    } catch (IOException e) {
      // A full disk must not keep clients from their answers.
      LOG.log(Level.WARNING, "the access log cannot be written", e);
    }
  }

  @Override
  public void close() {
    if (out == null || !isOwned) {
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the access log cannot be closed", e);
    }
  }
}
