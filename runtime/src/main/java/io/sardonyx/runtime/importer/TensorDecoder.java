package io.sardonyx.runtime.importer;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.proto.SparseTensorProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.proto.file.ModelFormatException;
import io.sardonyx.runtime.ir.Constant;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Turns {@link TensorProto}s into tensors, after checking that dimensions and data agree. The bytes
 * of large tensors stay in the file until the tensor is asked for.
 */
public final class TensorDecoder {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final long MAX_DENSE_ELEMENTS = 1L << 30;

  private final ModelFile file;

  /** A decoder for the tensors of {@code file}, whose bytes and external data it reads. */
  public TensorDecoder(ModelFile file) {
    this.file = file;
  }

  /** A tensor as a constant that is decoded when it is first needed. */
  public Constant constant(TensorProto proto) {
    TensorType type = type(proto);
    Optional<MemorySegment> bytes = bytes(proto, type);
    if (bytes.isPresent()) {
      MemorySegment segment = bytes.get();
      return Constant.lazy(type, () -> fromMapping(proto.getName(), type, segment));
    }
    requireTypedData(proto, type);
    return Constant.lazy(type, () -> fromTypedFields(proto, type));
  }

  /** A tensor, decoded at once. */
  public Tensor tensor(TensorProto proto) {
    return constant(proto).tensor();
  }

  /** A sparse tensor as the dense one that it stands for. */
  public Tensor dense(SparseTensorProto proto) {
    Tensor values = tensor(proto.getValues());
    Tensor indices = tensor(proto.getIndices());
    long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    String name = proto.getValues().getName();
    if (indices.elementType() != ElementType.INT64 || values.elementType().isPacked()) {
      throw new InvalidModelException(
          "sparse tensor '%s': indices are %s; expected int64"
              .formatted(name, indices.elementType()));
    }
    Tensor dense = zeros(name, values.elementType(), shape);
    int width = values.elementType().isComplex() ? 2 : 1;
    long[] index = indices.longs();
    int count = (int) values.size();
    boolean coordinates = indices.rank() == 2;
    if (index.length != (long) count * (coordinates ? shape.length : 1)) {
      throw new InvalidModelException(
          "sparse tensor '%s': %d indices for %d values of rank %d"
              .formatted(name, index.length, count, shape.length));
    }
    for (int i = 0; i < count; i++) {
      long at = coordinates ? linear(name, index, i, shape) : index[i];
      if (at < 0 || at >= dense.size()) {
        throw new InvalidModelException(
            "sparse tensor '%s': index %d is out of range".formatted(name, at));
      }
      System.arraycopy(
          values.array(),
          values.offset() + i * width,
          dense.array(),
          Math.toIntExact(at) * width,
          width);
    }
    return dense;
  }

  private static long linear(String name, long[] index, int entry, long[] shape) {
    long at = 0;
    for (int d = 0; d < shape.length; d++) {
      long k = index[entry * shape.length + d];
      if (k < 0 || k >= shape[d]) {
        throw new InvalidModelException(
            "sparse tensor '%s': coordinate %d is out of range %d".formatted(name, k, shape[d]));
      }
      at = at * shape[d] + k;
    }
    return at;
  }

  private static TensorType type(TensorProto proto) {
    if (proto.hasSegment()) {
      throw new InvalidModelException(
          "tensor '%s' is stored in segments, which ONNX no longer defines"
              .formatted(proto.getName()));
    }
    long[] dims = new long[proto.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = proto.getDims(i);
      if (dims[i] < 0) {
        throw new InvalidModelException(
            "tensor '%s' has the negative dimension %d".formatted(proto.getName(), dims[i]));
      }
    }
    ElementType element;
    try {
      element = ElementType.ofCode(proto.getDataType());
    } catch (InvalidModelException e) {
      throw new InvalidModelException("tensor '%s': %s".formatted(proto.getName(), e.getMessage()));
    }
    TensorType type = new TensorType(element, Shape.of(dims));
    long length;
    try {
      length = element.arrayLength(type.shape().elements());
    } catch (OnnxException e) {
      throw new InvalidModelException("tensor '%s': %s".formatted(proto.getName(), e.getMessage()));
    }
    if (length > Integer.MAX_VALUE - 64) {
      throw new InvalidModelException(
          "tensor '%s' of type %s has %d elements, more than a Java array holds"
              .formatted(proto.getName(), type, length));
    }
    return type;
  }

  private Optional<MemorySegment> bytes(TensorProto proto, TensorType type) {
    Optional<MemorySegment> bytes;
    try {
      bytes = file.bytes(proto);
    } catch (ModelFormatException e) {
      throw new InvalidModelException(file.name() + ": " + e.getMessage(), e);
    }
    if (bytes.isEmpty()) {
      return bytes;
    }
    ElementType element = type.elementType();
    if (element == ElementType.STRING) {
      throw new InvalidModelException(
          "tensor '%s' keeps strings as raw bytes; expected string_data"
              .formatted(proto.getName()));
    }
    long needed = element.arrayLength(type.shape().elements()) * element.storage().bytes();
    long found = bytes.get().byteSize();
    boolean openEnded =
        proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
            && proto.getExternalDataList().stream().noneMatch(e -> e.getKey().equals("length"));
    if (openEnded ? found < needed : found != needed) {
      throw new InvalidModelException(
          "tensor '%s' of type %s needs %d bytes of data; it has %d"
              .formatted(proto.getName(), type, needed, found));
    }
    return Optional.of(bytes.get().asSlice(0, needed));
  }

  private static Tensor fromMapping(String name, TensorType type, MemorySegment bytes) {
    try {
      return fromBytes(name, type, bytes);
    } catch (InternalError e) {
      // What the JVM throws when a mapped file shrinks under the reader, at the latest where the
      // method that read it returns.
      throw new InvalidModelException(
          "tensor '" + name + "': its file was truncated while it was being read", e);
    }
  }

  private static Tensor fromBytes(String name, TensorType type, MemorySegment bytes) {
    ElementType element = type.elementType();
    int n = (int) element.arrayLength(type.shape().elements());
    Object array = element.storage().allocate(n);
    try {
      switch (array) {
        case float[] a -> MemorySegment.copy(bytes, FLOAT, 0, a, 0, n);
        case double[] a -> MemorySegment.copy(bytes, DOUBLE, 0, a, 0, n);
        case long[] a -> MemorySegment.copy(bytes, LONG, 0, a, 0, n);
        case int[] a -> MemorySegment.copy(bytes, INT, 0, a, 0, n);
        case short[] a -> MemorySegment.copy(bytes, SHORT, 0, a, 0, n);
        case byte[] a -> MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, a, 0, n);
        default -> throw new IllegalStateException("no raw form of " + element);
      }
    } catch (IllegalStateException e) {
      throw new InvalidModelException("tensor '" + name + "': the model was closed", e);
    }
    if (element == ElementType.BOOL) {
      byte[] booleans = (byte[]) array;
      for (int i = 0; i < n; i++) {
        booleans[i] = (byte) (booleans[i] != 0 ? 1 : 0);
      }
    }
    return Tensor.of(element, array, type.shape().sizes());
  }

  private static void requireTypedData(TensorProto proto, TensorType type) {
    ElementType element = type.elementType();
    long needed = element.arrayLength(type.shape().elements());
    int found = typedCount(proto, element);
    if (found != needed) {
      throw new InvalidModelException(
          "tensor '%s' of type %s needs %d values in its data field; it has %d"
              .formatted(proto.getName(), type, needed, found));
    }
  }

  private static int typedCount(TensorProto proto, ElementType element) {
    return switch (element) {
      case FLOAT, COMPLEX64 -> proto.getFloatDataCount();
      case DOUBLE, COMPLEX128 -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT32, UINT64 -> proto.getUint64DataCount();
      case STRING -> proto.getStringDataCount();
      default -> proto.getInt32DataCount();
    };
  }

  private static Tensor fromTypedFields(TensorProto proto, TensorType type) {
    ElementType element = type.elementType();
    int n = typedCount(proto, element);
    Object array = element.storage().allocate(n);
    for (int i = 0; i < n; i++) {
      switch (array) {
        case float[] a -> a[i] = proto.getFloatData(i);
        case double[] a -> a[i] = proto.getDoubleData(i);
        case long[] a ->
            a[i] = element == ElementType.INT64 ? proto.getInt64Data(i) : proto.getUint64Data(i);
        case int[] a ->
            a[i] =
                element == ElementType.INT32 ? proto.getInt32Data(i) : (int) proto.getUint64Data(i);
        case short[] a -> a[i] = (short) proto.getInt32Data(i);
        case byte[] a ->
            a[i] =
                element == ElementType.BOOL
                    ? (byte) (proto.getInt32Data(i) != 0 ? 1 : 0)
                    : (byte) proto.getInt32Data(i);
        case String[] a -> a[i] = utf8(proto, i);
        default -> throw new IllegalStateException("no storage for " + element);
      }
    }
    return Tensor.of(element, array, type.shape().sizes());
  }

  private static String utf8(TensorProto proto, int i) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(proto.getStringData(i).asReadOnlyByteBuffer())
          .toString();
    } catch (CharacterCodingException e) {
      throw new InvalidModelException(
          "tensor '%s': string %d is not valid UTF-8".formatted(proto.getName(), i), e);
    }
  }

  private static Tensor zeros(String name, ElementType type, long[] shape) {
    for (long size : shape) {
      if (size < 0) {
        throw new InvalidModelException(
            "sparse tensor '%s' has the negative dimension %d".formatted(name, size));
      }
    }
    if (Shape.elements(shape) > MAX_DENSE_ELEMENTS) {
      throw new InvalidModelException(
          "sparse tensor '%s' of shape %s is too large to be held densely"
              .formatted(name, Shape.of(shape)));
    }
    return Tensor.zeros(type, shape);
  }
}
