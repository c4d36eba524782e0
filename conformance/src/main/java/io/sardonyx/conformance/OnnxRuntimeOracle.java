package io.sardonyx.conformance;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ONNX Runtime as a second opinion on what a model computes. Only tensors go in and out. Its jar
 * has to be on the class path.
 */
public final class OnnxRuntimeOracle implements AutoCloseable {

  /** ONNX Runtime cannot load or run the model; the message is its own. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static final String TYPE_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * Loads a model.
   *
   * @param optimized whether its graph optimisations are on
   * @throws RefusedException if ONNX Runtime cannot
   */
  public OnnxRuntimeOracle(byte[] model, boolean optimized) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizationLevel(
          optimized
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.NO_OPT);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new RefusedException(e);
    }
  }

  /**
   * The outputs by name.
   *
   * @throws RefusedException if ONNX Runtime reports an error
   * @throws IllegalArgumentException if a value is of a type that its Java interface cannot carry
   */
  public Map<String, Tensor> run(Map<String, ? extends Value> inputs) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, ? extends Value> e : inputs.entrySet()) {
        tensors.put(e.getKey(), toOnnxRuntime((Tensor) e.getValue()));
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> e : result) {
          outputs.put(e.getKey(), fromOnnxRuntime((OnnxTensor) e.getValue()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new RefusedException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor toOnnxRuntime(Tensor t) throws OrtException {
    if (t.elementType() == ElementType.STRING) {
      return OnnxTensor.createTensor(environment, t.strings(), t.shape());
    }
    OnnxJavaType type =
        switch (t.elementType()) {
          case FLOAT -> OnnxJavaType.FLOAT;
          case DOUBLE -> OnnxJavaType.DOUBLE;
          case INT8 -> OnnxJavaType.INT8;
          case UINT8 -> OnnxJavaType.UINT8;
          case INT16 -> OnnxJavaType.INT16;
          case INT32 -> OnnxJavaType.INT32;
          case INT64 -> OnnxJavaType.INT64;
          case BOOL -> OnnxJavaType.BOOL;
          case FLOAT16 -> OnnxJavaType.FLOAT16;
          case BFLOAT16 -> OnnxJavaType.BFLOAT16;
          default ->
              throw new IllegalArgumentException(
                  "ONNX Runtime for Java has no tensors of " + t.elementType().onnxName());
        };
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) t.byteSize()).order(ByteOrder.nativeOrder());
    int from = t.offset();
    int n = t.arrayLength();
    switch (t.array()) {
      case float[] a -> bytes.asFloatBuffer().put(a, from, n);
      case double[] a -> bytes.asDoubleBuffer().put(a, from, n);
      case long[] a -> bytes.asLongBuffer().put(a, from, n);
      case int[] a -> bytes.asIntBuffer().put(a, from, n);
      case short[] a -> bytes.asShortBuffer().put(a, from, n);
      case byte[] a -> bytes.put(a, from, n).rewind();
      default -> throw new IllegalArgumentException(t.type().toString());
    }
    return OnnxTensor.createTensor(environment, bytes, t.shape(), type);
  }

  private static Tensor fromOnnxRuntime(OnnxTensor t) throws OrtException {
    TensorInfo info = t.getInfo();
    String name = info.onnxType.name().substring(TYPE_PREFIX.length());
    ElementType type = ElementType.ofOnnxName(name.toLowerCase(Locale.ROOT));
    long[] shape = info.getShape();
    if (type == ElementType.STRING) {
      List<String> texts = new ArrayList<>();
      collect(t.getValue(), texts);
      return Tensor.of(texts.toArray(String[]::new), shape);
    }
    Tensor result = Tensor.zeros(type, shape);
    ByteBuffer bytes = t.getByteBuffer().order(ByteOrder.nativeOrder());
    switch (result.array()) {
      case float[] a -> bytes.asFloatBuffer().get(a);
      case double[] a -> bytes.asDoubleBuffer().get(a);
      case long[] a -> bytes.asLongBuffer().get(a);
      case int[] a -> bytes.asIntBuffer().get(a);
      case short[] a -> bytes.asShortBuffer().get(a);
      case byte[] a -> bytes.get(a);
      default -> throw new IllegalArgumentException(result.type().toString());
    }
    return result;
  }

  private static void collect(Object value, List<String> texts) {
    switch (value) {
      case String text -> texts.add(text);
      case Object[] parts -> {
        for (Object part : parts) {
          collect(part, texts);
        }
      }
      default -> throw new IllegalArgumentException("no text: " + value);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new RefusedException(e);
    }
  }
}
