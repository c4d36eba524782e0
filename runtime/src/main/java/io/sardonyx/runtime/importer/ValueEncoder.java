package io.sardonyx.runtime.importer;

import com.google.protobuf.ByteString;
import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns tensors into {@link TensorProto}s. */
public final class ValueEncoder {

  private ValueEncoder() {}

  /** The message for a tensor. */
  public static TensorProto encode(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(tensor.elementType().code());
    for (long size : tensor.shape()) {
      proto.addDims(size);
    }
    if (tensor.elementType() == ElementType.STRING) {
      for (String s : tensor.strings()) {
        proto.addStringData(ByteString.copyFromUtf8(s));
      }
      return proto.build();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(tensor.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
    int at = tensor.offset();
    int n = tensor.arrayLength();
    switch (tensor.array()) {
      case float[] a -> bytes.asFloatBuffer().put(a, at, n);
      case double[] a -> bytes.asDoubleBuffer().put(a, at, n);
      case long[] a -> bytes.asLongBuffer().put(a, at, n);
      case int[] a -> bytes.asIntBuffer().put(a, at, n);
      case short[] a -> bytes.asShortBuffer().put(a, at, n);
      case byte[] a -> bytes.put(a, at, n).rewind();
      default -> throw new IllegalArgumentException(tensor.elementType().toString());
    }
    return proto.setRawData(ByteString.copyFrom(bytes.rewind())).build();
  }
}
