package io.sardonyx.server;

import io.sardonyx.server.protocol.Datatype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server of the REST protocol on a real port, and the JDK's client with HTTP/1.1. */
abstract class RestTestBase {

  static final int LIMIT = 4 << 20;

  @TempDir static Path repository;
  static InferenceServer server;
  static final HttpClient CLIENT =
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

  static ServerOptions.Limits limits(Duration readTimeout) {
    return new ServerOptions.Limits(
        LIMIT, 8192, 64, 100, 100, 100, readTimeout, Duration.ofMinutes(1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> get(String path) throws Exception {
    return send(to(path));
  }

  static HttpResponse<String> infer(String model, String json) throws Exception {
    return send(to("/v2/models/" + model + "/infer").POST(BodyPublishers.ofString(json)));
  }

  static String one(String datatype, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(datatype, data);
  }

  static byte[] compress(String coding, byte[] body) throws IOException {
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

  static String raw(String request) throws IOException {
    return raw(server.httpPort(), request);
  }

  static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
