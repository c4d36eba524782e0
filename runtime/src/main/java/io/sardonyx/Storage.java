package io.sardonyx;

/**
 * The Java array type that holds a tensor's elements. Sardonyx stores tensors in primitive arrays
 * only: memory is bounded by the heap limit and freed by the collector.
 */
public enum Storage {
  FLOATS(Float.BYTES),
  DOUBLES(Double.BYTES),
  LONGS(Long.BYTES),
  INTS(Integer.BYTES),
  SHORTS(Short.BYTES),
  BYTES(Byte.BYTES),
  /** References to strings; their characters are not counted as tensor memory. */
  STRINGS(8);

  private final int bytes;

  Storage(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one array element. */
  public int bytes() {
    return bytes;
  }

  /** A new zeroed array; strings are empty strings, never null. */
  public Object allocate(int length) {
    return switch (this) {
      case FLOATS -> new float[length];
      case DOUBLES -> new double[length];
      case LONGS -> new long[length];
      case INTS -> new int[length];
      case SHORTS -> new short[length];
      case BYTES -> new byte[length];
      case STRINGS -> {
        String[] strings = new String[length];
        java.util.Arrays.fill(strings, "");
        yield strings;
      }
    };
  }

  /** The length of an array of this storage. */
  public int length(Object array) {
    return switch (this) {
      case FLOATS -> ((float[]) array).length;
      case DOUBLES -> ((double[]) array).length;
      case LONGS -> ((long[]) array).length;
      case INTS -> ((int[]) array).length;
      case SHORTS -> ((short[]) array).length;
      case BYTES -> ((byte[]) array).length;
      case STRINGS -> ((String[]) array).length;
    };
  }

  /** Whether {@code array} is an array of this storage. */
  public boolean holds(Object array) {
    return switch (this) {
      case FLOATS -> array instanceof float[];
      case DOUBLES -> array instanceof double[];
      case LONGS -> array instanceof long[];
      case INTS -> array instanceof int[];
      case SHORTS -> array instanceof short[];
      case BYTES -> array instanceof byte[];
      case STRINGS -> array instanceof String[];
    };
  }
}
