package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Message;
import io.sardonyx.OnnxException;
import io.sardonyx.server.InferenceService;
import io.sardonyx.server.Management;
import io.sardonyx.server.ModelDescriptions;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.ServerState;
import io.sardonyx.server.Tokens;
import io.sardonyx.server.metrics.PrometheusText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The REST protocol: finds what a request asks for, and answers it. Thread-safe. */
final class RestApi {

  private static final System.Logger LOG = System.getLogger(RestApi.class.getName());

  /** Writes a part of an answer. */
  @FunctionalInterface
  private interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  private final InferenceService inference;
  private final ModelDescriptions descriptions;
  private final Management management;
  private final ServerState state;
  private final Tokens tokens;
  private final int maxBytes;
  private final JsonFactory factory;
  private final RestInfer infer;

  /**
   * @param maxBytes of a body after decompression
   */
  RestApi(
      InferenceService inference,
      ModelDescriptions descriptions,
      Management management,
      ServerState state,
      Tokens tokens,
      int maxBytes,
      JsonFactory factory) {
    this.inference = inference;
    this.descriptions = descriptions;
    this.management = management;
    this.state = state;
    this.tokens = tokens;
    this.maxBytes = maxBytes;
    this.factory = factory;
    this.infer = new RestInfer(inference, factory, maxBytes);
  }

  /** Answers a request, now or later; throws nothing. */
  void handle(HttpCall call) {
    try {
      route(call, HttpPath.segments(call.path()));
    } catch (RequestException e) {
      call.answer().accept(error(e));
    } catch (IOException e) {
      call.answer()
          .accept(
              error(
                  RequestException.invalid(
                      "the request's JSON cannot be read: %s", Json.message(e))));
    } catch (OutOfMemoryError e) {
      call.answer()
          .accept(
              error(
                  new RequestException(
                      Reason.RESOURCE_EXHAUSTED,
                      "the request needs more memory than the server has left",
                      e)));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.ERROR, "a request failed", e);
      call.answer()
          .accept(
              error(
                  new RequestException(
                      Reason.INTERNAL, "the request failed; the server's log says why", e)));
    }
  }

  private void route(HttpCall call, List<String> path) throws IOException {
    switch (path.isEmpty() ? "" : path.getFirst()) {
      case "" -> {
        only(call, "GET");
        call.answer().accept(Pages.index());
      }
      case "favicon.ico" -> call.answer().accept(HttpAnswer.empty(204));
      case "metrics" -> {
        only(call, "GET");
        tokens.check(call.header("authorization").orElse(null), false);
        call.answer().accept(metrics(inference));
      }
      case "v2" -> routeV2(call, path.subList(1, path.size()));
      default -> throw nothingHere(call);
    }
  }

  private void routeV2(HttpCall call, List<String> path) throws IOException {
    if (!path.isEmpty() && path.getFirst().equals("health") && path.size() == 2) {
      only(call, "GET");
      boolean isFine =
          switch (path.get(1)) {
            case "live" -> state.isLive();
            case "ready" -> state.isReady();
            default -> throw nothingHere(call);
          };
      call.answer().accept(HttpAnswer.empty(isFine ? 200 : 503));
      return;
    }
    boolean isManagement = path.size() == 4 && path.getFirst().equals("repository");
    tokens.check(call.header("authorization").orElse(null), isManagement);
    switch (path.isEmpty() ? "" : path.getFirst()) {
      case "" -> {
        only(call, "GET");
        message(call, descriptions.server());
      }
      case "models" -> routeModel(call, path);
      case "repository" -> routeRepository(call, path);
      case "systemsharedmemory", "cudasharedmemory", "trace", "logging" ->
          throw new RequestException(
              Reason.UNIMPLEMENTED, "this server does not offer '%s'".formatted(path.getFirst()));
      default -> throw nothingHere(call);
    }
  }

  private void routeModel(HttpCall call, List<String> path) throws IOException {
    if (path.size() == 2 && path.get(1).equals("stats")) {
      only(call, "GET");
      message(call, descriptions.statistics("", ""));
      return;
    }
    if (path.size() < 2) {
      throw nothingHere(call);
    }
    String model = path.get(1);
    boolean hasVersion = path.size() >= 4 && path.get(2).equals("versions");
    String version = hasVersion ? path.get(3) : "";
    List<String> rest = path.subList(hasVersion ? 4 : 2, path.size());
    String action = rest.size() == 1 ? rest.getFirst() : rest.isEmpty() ? "" : "?";
    switch (action) {
      case "" -> {
        only(call, "GET");
        message(call, descriptions.metadata(model, version));
      }
      case "ready" -> {
        only(call, "GET");
        inference.repository().find(model, version);
        call.answer().accept(HttpAnswer.empty(200));
      }
      case "config" -> {
        only(call, "GET");
        message(call, descriptions.config(model, version).getConfig());
      }
      case "stats" -> {
        only(call, "GET");
        message(call, descriptions.statistics(model, version));
      }
      case "infer" -> {
        only(call, "POST");
        infer.infer(call, model, version);
      }
      default -> throw nothingHere(call);
    }
  }

  private void routeRepository(HttpCall call, List<String> path) throws IOException {
    only(call, "POST");
    Map<String, Object> body = body(call);
    if (path.size() == 2 && path.get(1).equals("index")) {
      boolean readyOnly = Boolean.TRUE.equals(body.get("ready"));
      json(
          call,
          json -> {
            json.writeStartArray();
            for (Message model : descriptions.index(readyOnly).getModelsList()) {
              ProtoJson.write(json, model);
            }
            json.writeEndArray();
          });
      return;
    }
    if (path.size() != 4 || !path.get(1).equals("models")) {
      throw nothingHere(call);
    }
    String model = path.get(2);
    String action = path.get(3);
    if (!action.equals("load") && !action.equals("unload")) {
      throw nothingHere(call);
    }
    management.execute(() -> manage(call, model, action, body));
  }

  private void manage(HttpCall call, String model, String action, Map<String, Object> parameters) {
    HttpAnswer answer = HttpAnswer.empty(200);
    try {
      if (action.equals("load")) {
        management.load(model, parameters);
      } else {
        management.unload(model);
      }
    } catch (RequestException e) {
      answer = error(e);
    } catch (OnnxException e) {
      answer = error(new RequestException(Reason.INVALID_ARGUMENT, e.getMessage(), e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a call of management failed", e);
      answer = error(new RequestException(Reason.INTERNAL, "the call failed", e));
    }
    call.answer().accept(answer);
  }

  /** The parameters of a management call; files are in base64. */
  private Map<String, Object> body(HttpCall call) throws IOException {
    Map<String, Object> parameters = new HashMap<>();
    byte[] body =
        ContentCodings.decode(call.header("content-encoding").orElse(""), call.body(), maxBytes);
    if (body.length == 0) {
      return parameters;
    }
    try (JsonParser json = factory.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw RequestException.invalid("the request's JSON is no object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        if (name.equals("parameters") && token == JsonToken.START_OBJECT) {
          continue;
        }
        switch (token) {
          case VALUE_STRING ->
              parameters.put(
                  name, name.startsWith("file:") ? base64(name, json.getText()) : json.getText());
          case VALUE_TRUE, VALUE_FALSE -> parameters.put(name, token == JsonToken.VALUE_TRUE);
          default -> json.skipChildren();
        }
        if (json.currentToken() == null) {
          throw RequestException.invalid("the request's JSON ends too early");
        }
      }
    }
    return parameters;
  }

  private static byte[] base64(String name, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new RequestException(
          Reason.INVALID_ARGUMENT, "parameter '%s' is no base64".formatted(name), e);
    }
  }

  /** The metrics of the server. */
  static HttpAnswer metrics(InferenceService inference) {
    return HttpAnswer.text(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        PrometheusText.of(inference.repository().ready(), inference.underWay()));
  }

  private static void only(HttpCall call, String method) {
    boolean isHead = call.method().equals("HEAD") && method.equals("GET");
    if (!call.method().equals(method) && !isHead) {
      throw new RequestException(
          Reason.METHOD_NOT_ALLOWED,
          "'%s' takes only %s".formatted(HttpPath.shown(call.path()), method));
    }
  }

  private static RequestException nothingHere(HttpCall call) {
    return RequestException.notFound("there is nothing at '%s'", HttpPath.shown(call.path()));
  }

  private void message(HttpCall call, Message message) throws IOException {
    json(call, json -> ProtoJson.write(json, message));
  }

  private void json(HttpCall call, JsonBody body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      body.write(json);
    }
    HttpAnswer answer = new HttpAnswer(200, HttpAnswer.JSON, Map.of(), bytes.toByteArray());
    call.answer().accept(ContentCodings.encode(call, answer));
  }

  /** An error as the protocol has it. */
  static HttpAnswer error(RequestException e) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("error", e.getMessage());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    Map<String, String> headers =
        switch (e.reason()) {
          case RESOURCE_EXHAUSTED, UNAVAILABLE -> Map.of("retry-after", "1");
          case UNAUTHENTICATED -> Map.of("www-authenticate", "Bearer");
          default -> Map.of();
        };
    return new HttpAnswer(e.reason().httpStatus(), HttpAnswer.JSON, headers, bytes.toByteArray());
  }
}
