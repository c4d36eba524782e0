package io.sardonyx.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** ONNX Runtime from Java, on the CPU. */
public final class OnnxRuntimeEngine implements InferenceEngine {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();

  /**
   * Loads a model.
   *
   * @param threads threads within an operator; 0: ONNX Runtime's default
   * @param values the inputs of all runs
   */
  public OnnxRuntimeEngine(Path file, int threads, Map<String, Value> values) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (threads > 0) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
      }
      session = environment.createSession(file.toString(), options);
      for (Map.Entry<String, Value> e : values.entrySet()) {
        inputs.put(e.getKey(), tensor((Tensor) e.getValue()));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot load " + file, e);
    }
  }

  private OnnxTensor tensor(Tensor t) throws OrtException {
    long[] shape = t.shape();
    return switch (t.elementType()) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(t.floats()), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(t.doubles()), shape);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(t.longs()), shape);
      case INT32 -> OnnxTensor.createTensor(environment, IntBuffer.wrap(t.ints()), shape);
      case INT8, UINT8, BOOL, FLOAT16 ->
          OnnxTensor.createTensor(environment, bytes(t), shape, type(t.elementType()));
      default -> throw new IllegalArgumentException("no benchmark input of " + t.elementType());
    };
  }

  private static OnnxJavaType type(ElementType type) {
    return switch (type) {
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      default -> OnnxJavaType.FLOAT16;
    };
  }

  private static ByteBuffer bytes(Tensor t) {
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) t.byteSize()).order(ByteOrder.nativeOrder());
    if (t.elementType() == ElementType.FLOAT16) {
      bytes.asShortBuffer().put(t.shorts());
    } else {
      bytes.put(t.bytes()).rewind();
    }
    return bytes;
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public void run() {
    try (OrtSession.Result result = session.run(inputs)) {
      if (result.size() == 0) {
        throw new IllegalStateException("ONNX Runtime gave no result");
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      inputs.values().forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
