package io.sardonyx.server.protocol;

import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tensors as the protocol's raw bytes: little-endian elements in row-major order; a BYTES element
 * is preceded by its length in four bytes.
 */
public final class RawContents {

  private static final int LENGTH_PREFIX = 4;

  private RawContents() {}

  /**
   * The number of elements of a shape that a client gave.
   *
   * @throws RequestException if a size is negative or the product overflows
   */
  public static long elements(String tensor, long[] shape) {
    long product = 1;
    boolean isEmpty = false;
    for (long size : shape) {
      if (size < 0) {
        throw RequestException.invalid(
            "tensor '%s': the shape %s has a negative size", tensor, Arrays.toString(shape));
      }
      isEmpty |= size == 0;
    }
    for (long size : shape) {
      long high = Math.multiplyHigh(product, size);
      product *= size;
      if (!isEmpty && (high != 0 || product < 0)) {
        throw RequestException.invalid(
            "tensor '%s': the shape %s has more elements than can be counted",
            tensor, Arrays.toString(shape));
      }
    }
    return isEmpty ? 0 : product;
  }

  /**
   * An array for a tensor of fixed-size elements, once the bytes are known to be as many as its
   * shape needs, so that a lie about the shape never makes the server reserve memory.
   *
   * @throws RequestException if the shape needs another number of bytes
   */
  public static Object allocate(String tensor, Datatype type, long[] shape, long byteLength) {
    long elements = elements(tensor, shape);
    if (byteLength % type.bytes() != 0 || byteLength / type.bytes() != elements) {
      throw RequestException.invalid(
          "tensor '%s' has %d bytes; the shape %s of %s needs %s times %d",
          tensor, byteLength, Arrays.toString(shape), type, elements, type.bytes());
    }
    return type.elementType().storage().allocate(Math.toIntExact(elements));
  }

  /**
   * Copies {@code count} elements from a little-endian buffer into an array, and moves on in it.
   */
  public static void get(ByteBuffer from, Storage storage, Object array, int index, int count) {
    switch (storage) {
      case FLOATS -> from.asFloatBuffer().get((float[]) array, index, count);
      case DOUBLES -> from.asDoubleBuffer().get((double[]) array, index, count);
      case LONGS -> from.asLongBuffer().get((long[]) array, index, count);
      case INTS -> from.asIntBuffer().get((int[]) array, index, count);
      case SHORTS -> from.asShortBuffer().get((short[]) array, index, count);
      case BYTES -> from.slice().get((byte[]) array, index, count);
      case STRINGS -> throw new IllegalArgumentException("strings have no fixed size");
    }
    from.position(from.position() + count * storage.bytes());
  }

  /** Copies {@code count} elements of an array to a little-endian buffer, and moves on in it. */
  public static void put(ByteBuffer to, Storage storage, Object array, int index, int count) {
    switch (storage) {
      case FLOATS -> to.asFloatBuffer().put((float[]) array, index, count);
      case DOUBLES -> to.asDoubleBuffer().put((double[]) array, index, count);
      case LONGS -> to.asLongBuffer().put((long[]) array, index, count);
      case INTS -> to.asIntBuffer().put((int[]) array, index, count);
      case SHORTS -> to.asShortBuffer().put((short[]) array, index, count);
      case BYTES -> to.slice().put((byte[]) array, index, count);
      case STRINGS -> throw new IllegalArgumentException("strings have no fixed size");
    }
    to.position(to.position() + count * storage.bytes());
  }

  /**
   * A tensor of the whole buffer.
   *
   * @throws RequestException if the bytes are not what datatype and shape need
   */
  public static Tensor decode(String tensor, Datatype type, long[] shape, ByteBuffer bytes) {
    ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (type == Datatype.BYTES) {
      return decodeStrings(tensor, shape, from);
    }
    Object array = allocate(tensor, type, shape, from.remaining());
    Storage storage = type.elementType().storage();
    get(from, storage, array, 0, storage.length(array));
    return checked(tensor, Tensor.of(type.elementType(), array, shape));
  }

  /**
   * The tensor itself.
   *
   * @throws RequestException if a BOOL is neither 0 nor 1
   */
  public static Tensor checked(String name, Tensor tensor) {
    if (Datatype.BOOL.elementType() == tensor.elementType()) {
      for (byte b : tensor.bytes()) {
        if ((b & ~1) != 0) {
          throw RequestException.invalid(
              "tensor '%s' has a BOOL of value %d; expected 0 or 1", name, b & 0xff);
        }
      }
    }
    return tensor;
  }

  private static Tensor decodeStrings(String tensor, long[] shape, ByteBuffer from) {
    long elements = elements(tensor, shape);
    if (elements > from.remaining() / LENGTH_PREFIX) {
      throw RequestException.invalid(
          "tensor '%s' has %d bytes; the shape %s of BYTES needs at least %d elements of %d bytes",
          tensor, from.remaining(), Arrays.toString(shape), elements, LENGTH_PREFIX);
    }
    String[] strings = new String[(int) elements];
    for (int i = 0; i < strings.length; i++) {
      int left = from.remaining() - LENGTH_PREFIX;
      long length = left < 0 ? -1 : Integer.toUnsignedLong(from.getInt());
      if (left < 0 || length > left) {
        throw RequestException.invalid(
            "tensor '%s': element %d reaches past the end of the tensor's bytes", tensor, i);
      }
      strings[i] = text(tensor, from.slice(from.position(), (int) length));
      from.position(from.position() + (int) length);
    }
    if (from.hasRemaining()) {
      throw RequestException.invalid(
          "tensor '%s' has %d bytes more than its %d elements",
          tensor, from.remaining(), strings.length);
    }
    return Tensor.of(strings, shape);
  }

  /**
   * The text of a BYTES element.
   *
   * @throws RequestException if it is not UTF-8
   */
  public static String text(String tensor, ByteBuffer bytes) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new RequestException(
          RequestException.Reason.INVALID_ARGUMENT,
          "tensor '%s' has a BYTES element that is not UTF-8; ONNX strings are".formatted(tensor),
          e);
    }
  }

  /**
   * A tensor's bytes in parts that are written one after the other; numbers are copied only when
   * they are written.
   */
  public static Encoded encode(Tensor tensor) {
    if (tensor.elementType().storage() != Storage.STRINGS) {
      return new Encoded(tensor, List.of(), tensor.byteSize());
    }
    List<byte[]> strings = new ArrayList<>();
    long length = 0;
    for (String s : tensor.strings()) {
      byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
      strings.add(bytes);
      length += LENGTH_PREFIX + bytes.length;
    }
    return new Encoded(tensor, strings, length);
  }

  /**
   * A tensor whose raw length is known.
   *
   * @param strings the elements of a BYTES tensor
   * @param byteLength the length of its raw contents
   */
  public record Encoded(Tensor tensor, List<byte[]> strings, long byteLength) {

    /**
     * Writes the raw contents.
     *
     * @param chunk a little-endian buffer over an array, at least eight bytes long
     */
    public <E extends Exception> void writeTo(ByteBuffer chunk, Sink<E> sink) throws E {
      Storage storage = tensor.elementType().storage();
      if (storage == Storage.STRINGS) {
        for (byte[] s : strings) {
          chunk.clear().putInt(s.length);
          sink.write(chunk.array(), 0, LENGTH_PREFIX);
          sink.write(s, 0, s.length);
        }
        return;
      }
      if (storage == Storage.BYTES) {
        sink.write((byte[]) tensor.array(), tensor.offset(), tensor.arrayLength());
        return;
      }
      int step = chunk.capacity() / storage.bytes();
      for (int done = 0; done < tensor.arrayLength(); done += step) {
        int count = Math.min(step, tensor.arrayLength() - done);
        put(chunk.clear(), storage, tensor.array(), tensor.offset() + done, count);
        sink.write(chunk.array(), 0, count * storage.bytes());
      }
    }
  }

  /** Takes bytes. */
  @FunctionalInterface
  public interface Sink<E extends Exception> {
    void write(byte[] bytes, int offset, int length) throws E;
  }
}
