package io.sardonyx.zoo;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sardonyx.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model with one float input that ONNX Runtime runs, as a second opinion. */
public final class OrtModel implements AutoCloseable {

  private final OrtSession session;

  private OrtModel(OrtSession session) {
    this.session = session;
  }

  public static OrtModel load(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      return new OrtModel(OrtEnvironment.getEnvironment().createSession(model, options));
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not load the model", e);
    }
  }

  public static OrtModel load(Path model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      return new OrtModel(OrtEnvironment.getEnvironment().createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not load the model", e);
    }
  }

  /** All outputs by name, flat. */
  public Map<String, float[]> run(Tensor input) {
    String name = session.getInputNames().iterator().next();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input.floats()), input.shape());
        OrtSession.Result result = session.run(Map.of(name, tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (var entry : result) {
        FloatBuffer buffer = ((OnnxTensor) entry.getValue()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        outputs.put(entry.getKey(), values);
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not run the model", e);
    }
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
