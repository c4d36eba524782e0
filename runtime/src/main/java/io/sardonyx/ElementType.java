package io.sardonyx;

import java.util.Locale;

/**
 * The type of a tensor's elements: all of ONNX's {@code TensorProto.DataType}, with the array type
 * that stores them.
 *
 * <p>Types without a Java counterpart are kept as ONNX stores them: float16 and bfloat16 as their
 * bits in a {@code short[]}, 8-bit floats as bytes, 4-bit types two to a byte with the first
 * element in the low nibble, 2-bit types four to a byte from the low bits up. Unsigned integers use
 * the signed array of their width. Complex numbers are interleaved pairs (real, imaginary). A bool
 * is a byte, 0 or 1.
 */
public enum ElementType {
  FLOAT(1, Storage.FLOATS, 32),
  UINT8(2, Storage.BYTES, 8),
  INT8(3, Storage.BYTES, 8),
  UINT16(4, Storage.SHORTS, 16),
  INT16(5, Storage.SHORTS, 16),
  INT32(6, Storage.INTS, 32),
  INT64(7, Storage.LONGS, 64),
  STRING(8, Storage.STRINGS, 64),
  BOOL(9, Storage.BYTES, 8),
  FLOAT16(10, Storage.SHORTS, 16),
  DOUBLE(11, Storage.DOUBLES, 64),
  UINT32(12, Storage.INTS, 32),
  UINT64(13, Storage.LONGS, 64),
  COMPLEX64(14, Storage.FLOATS, 64),
  COMPLEX128(15, Storage.DOUBLES, 128),
  BFLOAT16(16, Storage.SHORTS, 16),
  FLOAT8E4M3FN(17, Storage.BYTES, 8),
  FLOAT8E4M3FNUZ(18, Storage.BYTES, 8),
  FLOAT8E5M2(19, Storage.BYTES, 8),
  FLOAT8E5M2FNUZ(20, Storage.BYTES, 8),
  UINT4(21, Storage.BYTES, 4),
  INT4(22, Storage.BYTES, 4),
  FLOAT4E2M1(23, Storage.BYTES, 4),
  FLOAT8E8M0(24, Storage.BYTES, 8),
  UINT2(25, Storage.BYTES, 2),
  INT2(26, Storage.BYTES, 2);

  private static final ElementType[] BY_CODE = new ElementType[27];

  static {
    for (ElementType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final Storage storage;
  private final int bits;

  ElementType(int code, Storage storage, int bits) {
    this.code = code;
    this.storage = storage;
    this.bits = bits;
  }

  /** The type's number in ONNX's {@code TensorProto.DataType}. */
  public int code() {
    return code;
  }

  /** The array type that stores elements of this type. */
  public Storage storage() {
    return storage;
  }

  /** Bits of one element; of both parts for complex numbers. */
  public int bits() {
    return bits;
  }

  /** Whether several elements share one array element (the 4-bit and 2-bit types). */
  public boolean isPacked() {
    return bits < 8;
  }

  public boolean isComplex() {
    return this == COMPLEX64 || this == COMPLEX128;
  }

  /** Whether this is one of the real floating-point types, of any width. */
  public boolean isFloat() {
    return switch (this) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 -> true;
      default -> false;
    };
  }

  /** Whether this is an integer type, signed or not; bool is none. */
  public boolean isInteger() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, INT4, INT2 -> true;
      default -> isUnsigned();
    };
  }

  /** Whether this is an unsigned integer type. */
  public boolean isUnsigned() {
    return switch (this) {
      case UINT8, UINT16, UINT32, UINT64, UINT4, UINT2 -> true;
      default -> false;
    };
  }

  /** Array elements that {@code elements} tensor elements take. */
  public long arrayLength(long elements) {
    if (isPacked()) {
      return (elements * bits + 7) / 8;
    }
    return isComplex() ? Math.multiplyExact(2L, elements) : elements;
  }

  /** The name that ONNX's type strings use, as in {@code tensor(float16)}. */
  public String onnxName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type with a number of {@code TensorProto.DataType}.
   *
   * @throws OnnxException if there is none
   */
  public static ElementType ofCode(int code) {
    if (code <= 0 || code >= BY_CODE.length) {
      throw new InvalidModelException(
          "element type " + code + " is unknown; ONNX defines 1 (float) to 26 (int2)");
    }
    return BY_CODE[code];
  }

  /** The type with an ONNX name such as {@code float16}; null if there is none. */
  public static ElementType ofOnnxName(String name) {
    for (ElementType type : values()) {
      if (type.onnxName().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
