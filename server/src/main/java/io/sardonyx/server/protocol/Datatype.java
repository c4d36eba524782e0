package io.sardonyx.server.protocol;

import io.sardonyx.ElementType;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.DataType;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tensor datatypes of the Open Inference Protocol, version 2, with the element type of the
 * model and the name in a model configuration that belong to each.
 */
public enum Datatype {
  BOOL(ElementType.BOOL, DataType.TYPE_BOOL),
  UINT8(ElementType.UINT8, DataType.TYPE_UINT8),
  UINT16(ElementType.UINT16, DataType.TYPE_UINT16),
  UINT32(ElementType.UINT32, DataType.TYPE_UINT32),
  UINT64(ElementType.UINT64, DataType.TYPE_UINT64),
  INT8(ElementType.INT8, DataType.TYPE_INT8),
  INT16(ElementType.INT16, DataType.TYPE_INT16),
  INT32(ElementType.INT32, DataType.TYPE_INT32),
  INT64(ElementType.INT64, DataType.TYPE_INT64),
  FP16(ElementType.FLOAT16, DataType.TYPE_FP16),
  FP32(ElementType.FLOAT, DataType.TYPE_FP32),
  FP64(ElementType.DOUBLE, DataType.TYPE_FP64),
  BF16(ElementType.BFLOAT16, DataType.TYPE_BF16),
  /** Byte strings; a model's strings are UTF-8. */
  BYTES(ElementType.STRING, DataType.TYPE_STRING);

  private static final Datatype[] BY_CODE = new Datatype[27];

  static {
    for (Datatype type : values()) {
      BY_CODE[type.elementType.code()] = type;
    }
  }

  private final ElementType elementType;
  private final DataType configType;

  Datatype(ElementType elementType, DataType configType) {
    this.elementType = elementType;
    this.configType = configType;
  }

  public ElementType elementType() {
    return elementType;
  }

  /** The type's name in a model configuration. */
  public DataType configType() {
    return configType;
  }

  /** Bytes of one element in raw contents; 0 for BYTES, whose elements differ. */
  public int bytes() {
    return this == BYTES ? 0 : elementType.bits() / 8;
  }

  /** The datatype of an element type; empty for types that the protocol does not know. */
  public static Optional<Datatype> of(ElementType type) {
    return Optional.ofNullable(BY_CODE[type.code()]);
  }

  /**
   * The datatype of this name.
   *
   * @throws RequestException if there is none
   */
  public static Datatype ofName(String tensor, String name) {
    for (Datatype type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw RequestException.invalid(
        "tensor '%s': the datatype '%s' is unknown; expected one of %s",
        tensor, name, Arrays.toString(values()));
  }
}
