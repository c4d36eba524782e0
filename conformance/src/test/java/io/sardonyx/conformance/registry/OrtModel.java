package io.sardonyx.conformance.registry;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model of float and int64 tensors that ONNX Runtime runs, as a second opinion. */
final class OrtModel implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OrtModel(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      session = environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not load " + file, e);
    }
  }

  /** The outputs by name. */
  Map<String, Tensor> run(Map<String, Value> inputs) {
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Value> e : inputs.entrySet()) {
        given.put(e.getKey(), tensor((Tensor) e.getValue()));
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(given)) {
        for (Map.Entry<String, OnnxValue> e : result) {
          OnnxTensor value = (OnnxTensor) e.getValue();
          FloatBuffer buffer = value.getFloatBuffer();
          float[] data = new float[buffer.remaining()];
          buffer.get(data);
          outputs.put(e.getKey(), Tensor.of(data, value.getInfo().getShape()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not run the model", e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Tensor t) throws OrtException {
    return switch (t.elementType()) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(t.floats()), t.shape());
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(t.longs()), t.shape());
      default -> throw new IllegalArgumentException("no input of " + t.elementType());
    };
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
