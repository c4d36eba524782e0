package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import io.sardonyx.Tensor;
import io.sardonyx.server.InferenceService;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.TraceParent;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.repository.TensorSpec;
import io.sardonyx.server.scheduler.InferCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Inference over REST. Thread-safe. */
final class RestInfer {

  private static final String JSON_LENGTH = "inference-header-content-length";

  private final InferenceService inference;
  private final JsonFactory factory;
  private final int maxBytes;

  RestInfer(InferenceService inference, JsonFactory factory, int maxBytes) {
    this.inference = inference;
    this.factory = factory;
    this.maxBytes = maxBytes;
  }

  void infer(HttpCall call, String model, String version) throws IOException {
    byte[] body =
        ContentCodings.decode(call.header("content-encoding").orElse(""), call.body(), maxBytes);
    int jsonLength = jsonLength(call, body.length);
    InferRequest request =
        jsonLength == 0 && call.header(JSON_LENGTH).isPresent()
            ? rawRequest(model, version, body)
            : new RestInferDecoder(factory, body, jsonLength).decode(model, version);
    TraceParent trace = TraceParent.of(call.header(TraceParent.HEADER).orElse(null));
    inference.infer(request, trace, true, call.cancellation(), new Answer(call, request));
  }

  private static int jsonLength(HttpCall call, int bodyLength) {
    String text = call.header(JSON_LENGTH).orElse(null);
    if (text == null) {
      return bodyLength;
    }
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > bodyLength) {
      throw RequestException.invalid(
          "the header %s is '%s'; expected at most the length of the body, %d",
          JSON_LENGTH, HttpPath.shown(text), bodyLength);
    }
    return Integer.parseInt(text);
  }

  /** A body that is nothing but the one input's raw tensor. */
  private InferRequest rawRequest(String model, String version, byte[] body) {
    LoadedModel served = inference.repository().find(model, version);
    List<TensorSpec> inputs = served.signature().inputs();
    if (inputs.size() != 1) {
      throw RequestException.invalid(
          "model '%s' has %d inputs; a request without JSON is for models with one",
          model, inputs.size());
    }
    TensorSpec input = inputs.getFirst();
    long[] shape = input.shape().clone();
    if (served.signature().batchDims() == 1) {
      shape[0] = 1;
    }
    int open = -1;
    long known = Math.max(1, input.datatype().bytes());
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] >= 0) {
        known *= shape[i];
      } else if (open < 0) {
        open = i;
      } else {
        throw RequestException.invalid(
            "input '%s' has more than one open size; send its shape in JSON", input);
      }
    }
    if (open >= 0) {
      boolean isOne = input.datatype() == Datatype.BYTES || known == 0;
      shape[open] = isOne ? 1 : body.length / known;
    }
    Tensor tensor =
        RawContents.checked(
            input.name(),
            RawContents.decode(input.name(), input.datatype(), shape, ByteBuffer.wrap(body)));
    return new InferRequest(
        model,
        version,
        "",
        Map.of("binary_data_output", true),
        List.of(new NamedTensor(input.name(), tensor)),
        List.of());
  }

  private final class Answer implements InferCallback {
    private final HttpCall call;
    private final InferRequest request;

    Answer(HttpCall call, InferRequest request) {
      this.call = call;
      this.request = request;
    }

    @Override
    public void answered(InferResponse response) {
      HttpAnswer answer;
      try {
        RestInferEncoder.Body body = RestInferEncoder.encode(factory, request, response);
        answer =
            ContentCodings.encode(
                call,
                body.jsonLength() < 0
                    ? new HttpAnswer(200, HttpAnswer.JSON, Map.of(), body.bytes())
                    : new HttpAnswer(
                        200,
                        "application/octet-stream",
                        Map.of(
                            "inference-header-content-length", Integer.toString(body.jsonLength())),
                        body.bytes()));
      } catch (RequestException e) {
        answer = RestApi.error(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (OutOfMemoryError e) {
        answer =
            RestApi.error(
                new RequestException(
                    RequestException.Reason.RESOURCE_EXHAUSTED,
                    "the answer needs more memory than the server has left",
                    e));
      }
      call.answer().accept(answer);
    }

    @Override
    public void failed(RequestException error) {
      call.answer().accept(RestApi.error(error));
    }
  }
}
