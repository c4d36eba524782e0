package io.sardonyx.server.protocol;

import com.google.protobuf.ByteString;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.InferTensorContents;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Tensors as the typed lists of a gRPC message. */
public final class TypedContents {

  private TypedContents() {}

  /**
   * The tensor that typed contents hold.
   *
   * @throws RequestException if they are in another field than the datatype's, too few, too many,
   *     or out of the datatype's range
   */
  public static Tensor decode(
      String tensor, Datatype type, long[] shape, InferTensorContents contents) {
    int total =
        contents.getBoolContentsCount()
            + contents.getIntContentsCount()
            + contents.getInt64ContentsCount()
            + contents.getUintContentsCount()
            + contents.getUint64ContentsCount()
            + contents.getFp32ContentsCount()
            + contents.getFp64ContentsCount()
            + contents.getBytesContentsCount();
    int count = count(type, tensor, contents);
    if (total != count) {
      throw RequestException.invalid(
          "tensor '%s' of %s has contents in another field than %s", tensor, type, fieldName(type));
    }
    long elements = RawContents.elements(tensor, shape);
    if (count != elements) {
      throw RequestException.invalid(
          "tensor '%s' has %d elements in %s; its shape needs %d",
          tensor, count, fieldName(type), elements);
    }
    return Tensor.of(type.elementType(), array(tensor, type, contents, count), shape);
  }

  private static int count(Datatype type, String tensor, InferTensorContents contents) {
    return switch (type) {
      case BOOL -> contents.getBoolContentsCount();
      case INT8, INT16, INT32 -> contents.getIntContentsCount();
      case INT64 -> contents.getInt64ContentsCount();
      case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
      case UINT64 -> contents.getUint64ContentsCount();
      case FP32 -> contents.getFp32ContentsCount();
      case FP64 -> contents.getFp64ContentsCount();
      case BYTES -> contents.getBytesContentsCount();
      case FP16, BF16 ->
          throw RequestException.invalid(
              "tensor '%s': %s has no typed contents; send it in raw_input_contents", tensor, type);
    };
  }

  private static String fieldName(Datatype type) {
    return switch (type) {
      case BOOL -> "bool_contents";
      case INT8, INT16, INT32 -> "int_contents";
      case INT64 -> "int64_contents";
      case UINT8, UINT16, UINT32 -> "uint_contents";
      case UINT64 -> "uint64_contents";
      case FP32 -> "fp32_contents";
      case FP64 -> "fp64_contents";
      case BYTES -> "bytes_contents";
      case FP16, BF16 -> "raw_input_contents";
    };
  }

  private static Object array(
      String tensor, Datatype type, InferTensorContents contents, int count) {
    Object array = type.elementType().storage().allocate(count);
    switch (array) {
      case float[] a -> {
        for (int i = 0; i < count; i++) {
          a[i] = contents.getFp32Contents(i);
        }
      }
      case double[] a -> {
        for (int i = 0; i < count; i++) {
          a[i] = contents.getFp64Contents(i);
        }
      }
      case long[] a -> {
        boolean isSigned = type == Datatype.INT64;
        for (int i = 0; i < count; i++) {
          a[i] = isSigned ? contents.getInt64Contents(i) : contents.getUint64Contents(i);
        }
      }
      case String[] a -> strings(tensor, contents.getBytesContentsList(), a);
      default -> narrow(tensor, type, array, count, integers(type, contents));
    }
    return array;
  }

  private static void strings(String tensor, List<ByteString> from, String[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = RawContents.text(tensor, from.get(i).asReadOnlyByteBuffer());
    }
  }

  private static IntToLongFunction integers(Datatype type, InferTensorContents contents) {
    return switch (type) {
      case BOOL -> i -> contents.getBoolContents(i) ? 1 : 0;
      case UINT8, UINT16, UINT32 -> i -> Integer.toUnsignedLong(contents.getUintContents(i));
      default -> contents::getIntContents;
    };
  }

  private static void narrow(
      String tensor, Datatype type, Object array, int count, IntToLongFunction values) {
    for (int i = 0; i < count; i++) {
      store(tensor, type, array, i, values.applyAsLong(i));
    }
  }

  /**
   * Stores an integer in an array of BOOL, 8-, 16- or 32-bit elements.
   *
   * @throws RequestException if the datatype cannot hold it
   */
  public static void store(String tensor, Datatype type, Object array, int index, long value) {
    boolean isUnsigned = type.elementType().isUnsigned();
    int bits = type.elementType().bits();
    long min = isUnsigned || type == Datatype.BOOL ? 0 : -(1L << (bits - 1));
    long max = type == Datatype.BOOL ? 1 : isUnsigned ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
    if (value < min || value > max) {
      throw RequestException.invalid(
          "tensor '%s': element %d is %d, which is out of the range of %s",
          tensor, index, value, type);
    }
    switch (array) {
      case byte[] a -> a[index] = (byte) value;
      case short[] a -> a[index] = (short) value;
      case int[] a -> a[index] = (int) value;
      default -> throw new IllegalArgumentException(type + " is not an integer of up to 32 bits");
    }
  }
}
