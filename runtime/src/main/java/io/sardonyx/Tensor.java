package io.sardonyx;

import java.util.Arrays;
import java.util.Objects;

/**
 * A dense tensor: an element type, a shape, and a primitive array in row-major order.
 *
 * <p>A tensor is a view: the factories do not copy, and the accessors hand out the array itself
 * where it holds exactly this tensor. Whoever made the array may read and write it, but must not
 * write while a run reads it. A tensor that a run returned belongs to the caller.
 */
public final class Tensor implements Value {

  private final ElementType elementType;
  private final long[] shape;
  private final Object array;
  private final int offset;
  private final int length;

  private Tensor(ElementType elementType, Object array, int offset, long[] shape) {
    this.elementType = elementType;
    this.array = array;
    this.offset = offset;
    this.shape = shape;
    this.length = arrayLength(elementType, shape);
  }

  // ------------------------------------------------------------------------------ factories

  /** A FLOAT tensor over {@code data}. */
  public static Tensor of(float[] data, long... shape) {
    return of(ElementType.FLOAT, data, shape);
  }

  /** A DOUBLE tensor over {@code data}. */
  public static Tensor of(double[] data, long... shape) {
    return of(ElementType.DOUBLE, data, shape);
  }

  /** An INT64 tensor over {@code data}. */
  public static Tensor of(long[] data, long... shape) {
    return of(ElementType.INT64, data, shape);
  }

  /** An INT32 tensor over {@code data}. */
  public static Tensor of(int[] data, long... shape) {
    return of(ElementType.INT32, data, shape);
  }

  /** A STRING tensor over {@code data}. */
  public static Tensor of(String[] data, long... shape) {
    return of(ElementType.STRING, data, shape);
  }

  /** A BOOL tensor; the values are copied, since a bool is stored as a byte. */
  public static Tensor of(boolean[] data, long... shape) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (data[i] ? 1 : 0);
    }
    return of(ElementType.BOOL, bytes, shape);
  }

  /**
   * A tensor of any type over an array of the type's {@link ElementType#storage() storage}.
   *
   * @throws InvalidInputException if the array is not of that kind or its length is not what the
   *     shape needs
   */
  public static Tensor of(ElementType type, Object array, long... shape) {
    requireStorage(type, array);
    long needed = type.arrayLength(count(type, shape));
    int length = type.storage().length(array);
    if (needed != length) {
      throw new InvalidInputException(
          "a %s tensor of shape %s needs %d array elements; the array has %d"
              .formatted(type, Arrays.toString(shape), needed, length));
    }
    return new Tensor(type, array, 0, shape.clone());
  }

  /**
   * A tensor over a part of an array, from {@code offset}.
   *
   * @throws InvalidInputException if the array is not of the type's storage or too short
   */
  public static Tensor ofPart(ElementType type, Object array, int offset, long... shape) {
    requireStorage(type, array);
    long needed = type.arrayLength(count(type, shape));
    int length = type.storage().length(array);
    if (offset < 0 || offset + needed > length) {
      throw new InvalidInputException(
          "a %s tensor of shape %s at offset %d does not fit into an array of %d elements"
              .formatted(type, Arrays.toString(shape), offset, length));
    }
    return new Tensor(type, array, offset, shape.clone());
  }

  /**
   * A new tensor of zeros, false, or empty strings.
   *
   * @throws MemoryLimitException if the heap has no room for it
   */
  public static Tensor zeros(ElementType type, long... shape) {
    return new Tensor(type, allocate(type, arrayLength(type, shape)), 0, shape.clone());
  }

  private static Object allocate(ElementType type, int length) {
    try {
      return type.storage().allocate(length);
    } catch (OutOfMemoryError e) {
      throw new MemoryLimitException(
          "a tensor of %d %s is more than the heap has left; raise -Xmx"
              .formatted(length, type.storage()),
          e);
    }
  }

  /** A FLOAT tensor without dimensions. */
  public static Tensor scalar(float value) {
    return of(new float[] {value});
  }

  /** A DOUBLE tensor without dimensions. */
  public static Tensor scalar(double value) {
    return of(new double[] {value});
  }

  /** An INT64 tensor without dimensions. */
  public static Tensor scalar(long value) {
    return of(new long[] {value});
  }

  /** An INT32 tensor without dimensions. */
  public static Tensor scalar(int value) {
    return of(new int[] {value});
  }

  /** A BOOL tensor without dimensions. */
  public static Tensor scalar(boolean value) {
    return of(new boolean[] {value});
  }

  /** A STRING tensor without dimensions. */
  public static Tensor scalar(String value) {
    return of(new String[] {value});
  }

  // ------------------------------------------------------------------------------ description

  public ElementType elementType() {
    return elementType;
  }

  /** The sizes; a copy. */
  public long[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public long dim(int axis) {
    return shape[axis];
  }

  /** The number of elements. */
  public long size() {
    return Shape.elements(shape);
  }

  @Override
  public TensorType type() {
    return new TensorType(elementType, Shape.of(shape));
  }

  /** Whether the sizes are exactly these. */
  public boolean hasShape(long... sizes) {
    return Arrays.equals(shape, sizes);
  }

  // ------------------------------------------------------------------------------ data

  /** The array that holds the elements, from {@link #offset()} on. */
  public Object array() {
    return array;
  }

  /** Index of the first element in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /** Number of array elements that this tensor takes. */
  public int arrayLength() {
    return length;
  }

  /** Bytes that the elements take. */
  public long byteSize() {
    return (long) length * elementType.storage().bytes();
  }

  /** The elements of a FLOAT tensor (pairs of a COMPLEX64 tensor); see the class comment. */
  public float[] floats() {
    return (float[]) exact(Storage.FLOATS, "floats()");
  }

  /** The elements of a DOUBLE tensor (pairs of a COMPLEX128 tensor). */
  public double[] doubles() {
    return (double[]) exact(Storage.DOUBLES, "doubles()");
  }

  /** The elements of an INT64 or UINT64 tensor. */
  public long[] longs() {
    return (long[]) exact(Storage.LONGS, "longs()");
  }

  /** The elements of an INT32 or UINT32 tensor. */
  public int[] ints() {
    return (int[]) exact(Storage.INTS, "ints()");
  }

  /** The elements of an INT16 or UINT16 tensor, or the bits of a FLOAT16 or BFLOAT16 tensor. */
  public short[] shorts() {
    return (short[]) exact(Storage.SHORTS, "shorts()");
  }

  /** The bytes of a tensor of an 8-bit, packed or BOOL type. */
  public byte[] bytes() {
    return (byte[]) exact(Storage.BYTES, "bytes()");
  }

  /** The elements of a STRING tensor. */
  public String[] strings() {
    return (String[]) exact(Storage.STRINGS, "strings()");
  }

  /** The elements of a BOOL tensor; a copy. */
  public boolean[] booleans() {
    if (elementType != ElementType.BOOL) {
      throw wrongType("booleans()");
    }
    byte[] bytes = bytes();
    boolean[] booleans = new boolean[bytes.length];
    for (int i = 0; i < booleans.length; i++) {
      booleans[i] = bytes[i] != 0;
    }
    return booleans;
  }

  /** A tensor over the same elements with another shape of the same size. */
  public Tensor reshaped(long... newShape) {
    if (Shape.elements(newShape) != size()) {
      throw new InvalidInputException(
          "a tensor of shape %s cannot have shape %s"
              .formatted(Arrays.toString(shape), Arrays.toString(newShape)));
    }
    return new Tensor(elementType, array, offset, newShape.clone());
  }

  /** A tensor with an array of its own. */
  public Tensor copy() {
    Object own = allocate(elementType, length);
    System.arraycopy(array, offset, own, 0, length);
    return new Tensor(elementType, own, 0, shape);
  }

  /** Whether type, shape and elements are the same, bit for bit. */
  public boolean contentEquals(Tensor other) {
    if (elementType != other.elementType || !Arrays.equals(shape, other.shape)) {
      return false;
    }
    return switch (elementType.storage()) {
      case FLOATS -> Arrays.equals(floats(), other.floats());
      case DOUBLES -> Arrays.equals(doubles(), other.doubles());
      case LONGS -> Arrays.equals(longs(), other.longs());
      case INTS -> Arrays.equals(ints(), other.ints());
      case SHORTS -> Arrays.equals(shorts(), other.shorts());
      case BYTES -> Arrays.equals(bytes(), other.bytes());
      case STRINGS -> Arrays.equals(strings(), other.strings());
    };
  }

  /** Type, shape and the first elements. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type().toString()).append(" {");
    int shown = Math.min(length, 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(element(offset + i));
    }
    return text.append(shown < length ? ", …}" : "}").toString();
  }

  private String element(int index) {
    return switch (elementType.storage()) {
      case FLOATS -> Float.toString(((float[]) array)[index]);
      case DOUBLES -> Double.toString(((double[]) array)[index]);
      case LONGS -> Long.toString(((long[]) array)[index]);
      case INTS -> Integer.toString(((int[]) array)[index]);
      case SHORTS -> Short.toString(((short[]) array)[index]);
      case BYTES -> Byte.toString(((byte[]) array)[index]);
      case STRINGS -> '"' + ((String[]) array)[index] + '"';
    };
  }

  private Object exact(Storage storage, String accessor) {
    if (elementType.storage() != storage) {
      throw wrongType(accessor);
    }
    if (offset == 0 && storage.length(array) == length) {
      return array;
    }
    return copy().array;
  }

  private InvalidInputException wrongType(String accessor) {
    return new InvalidInputException(
        "%s was called on a %s tensor, whose elements are %s"
            .formatted(accessor, elementType, elementType.storage()));
  }

  private static void requireStorage(ElementType type, Object array) {
    Objects.requireNonNull(array, "array");
    if (!type.storage().holds(array)) {
      throw new InvalidInputException(
          "a %s tensor is stored as %s; got a %s"
              .formatted(type, type.storage(), array.getClass().getSimpleName()));
    }
  }

  private static long count(ElementType type, long[] shape) {
    for (long size : shape) {
      if (size < 0) {
        throw new InvalidInputException(
            "a %s tensor cannot have the shape %s".formatted(type, Arrays.toString(shape)));
      }
    }
    return Shape.elements(shape);
  }

  private static int arrayLength(ElementType type, long[] shape) {
    long needed = type.arrayLength(count(type, shape));
    if (needed > Integer.MAX_VALUE - 64) {
      throw new MemoryLimitException(
          "a %s tensor of shape %s needs %d array elements, more than a Java array holds"
              .formatted(type, Arrays.toString(shape), needed));
    }
    return (int) needed;
  }
}
