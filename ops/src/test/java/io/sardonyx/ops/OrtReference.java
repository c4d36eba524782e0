package io.sardonyx.ops;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** What ONNX Runtime makes of a model of tensors. */
public final class OrtReference {

  private OrtReference() {}

  /** The outputs by name. */
  public static Map<String, Tensor> run(byte[] model, Map<String, Value> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(model, options)) {
      for (Map.Entry<String, Value> e : inputs.entrySet()) {
        Tensor t = (Tensor) e.getValue();
        given.put(
            e.getKey(),
            OnnxTensor.createTensor(environment, bytes(t), t.shape(), type(t.elementType())));
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(given)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> e : result) {
          outputs.put(e.getKey(), tensor((OnnxTensor) e.getValue()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not run the model", e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static ByteBuffer bytes(Tensor t) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(t.byteSize())).order(ByteOrder.nativeOrder());
    switch (t.elementType().storage()) {
      case FLOATS -> bytes.asFloatBuffer().put(t.floats());
      case DOUBLES -> bytes.asDoubleBuffer().put(t.doubles());
      case LONGS -> bytes.asLongBuffer().put(t.longs());
      case INTS -> bytes.asIntBuffer().put(t.ints());
      case SHORTS -> bytes.asShortBuffer().put(t.shorts());
      case BYTES -> bytes.put(t.bytes()).rewind();
      default -> throw new IllegalArgumentException("no input of " + t.elementType());
    }
    return bytes;
  }

  private static OnnxJavaType type(ElementType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case INT64 -> OnnxJavaType.INT64;
      case INT32 -> OnnxJavaType.INT32;
      case INT16 -> OnnxJavaType.INT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      default -> throw new IllegalArgumentException("no input of " + type);
    };
  }

  private static Tensor tensor(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    long[] shape = info.getShape();
    ByteBuffer bytes = value.getByteBuffer().order(ByteOrder.nativeOrder());
    int n = Math.toIntExact(info.getNumElements());
    return switch (info.type) {
      case FLOAT -> {
        float[] a = new float[n];
        bytes.asFloatBuffer().get(a);
        yield Tensor.of(a, shape);
      }
      case DOUBLE -> {
        double[] a = new double[n];
        bytes.asDoubleBuffer().get(a);
        yield Tensor.of(a, shape);
      }
      case INT64 -> {
        long[] a = new long[n];
        bytes.asLongBuffer().get(a);
        yield Tensor.of(a, shape);
      }
      case INT32 -> {
        int[] a = new int[n];
        bytes.asIntBuffer().get(a);
        yield Tensor.of(a, shape);
      }
      case FLOAT16 -> {
        short[] a = new short[n];
        bytes.asShortBuffer().get(a);
        yield Tensor.of(ElementType.FLOAT16, a, shape);
      }
      case INT8, UINT8, BOOL -> {
        byte[] a = new byte[n];
        bytes.get(a);
        ElementType type =
            info.type == OnnxJavaType.INT8
                ? ElementType.INT8
                : info.type == OnnxJavaType.UINT8 ? ElementType.UINT8 : ElementType.BOOL;
        yield Tensor.of(type, a, shape);
      }
      default -> throw new IllegalArgumentException("no output of " + info.type);
    };
  }
}
