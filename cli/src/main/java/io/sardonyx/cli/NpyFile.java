package io.sardonyx.cli;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes tensors as NumPy's .npy files, format version 1.0. */
final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int HEADER_UNIT = 64;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private NpyFile() {}

  /**
   * Reads a tensor.
   *
   * @throws OnnxException if the file is none, or of a kind that ONNX has no type for
   */
  static Tensor read(Path file) {
    try {
      return parse(file, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new OnnxException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (java.nio.BufferUnderflowException e) {
      throw new OnnxException(file + ": is truncated", e);
    }
  }

  private static Tensor parse(Path file, ByteBuffer bytes) {
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new OnnxException(file + ": is no .npy file");
    }
    int major = bytes.get();
    bytes.get();
    int length = major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new OnnxException(file + ": is truncated");
    }
    byte[] raw = new byte[length];
    bytes.get(raw);
    String header = new String(raw, StandardCharsets.ISO_8859_1);
    if (match(file, FORTRAN, header).equals("True")) {
      throw new OnnxException(file + ": is in Fortran order; save it with numpy.ascontiguousarray");
    }
    long[] shape = shape(file, match(file, SHAPE, header));
    ElementType type = type(file, match(file, DESCR, header));
    long needed = byteSize(file, type, shape);
    if (bytes.remaining() != needed) {
      throw new OnnxException(
          "%s: has %d bytes of data; %s of shape %s needs %d"
              .formatted(file, bytes.remaining(), type, Arrays.toString(shape), needed));
    }
    Tensor tensor = Tensor.zeros(type, shape);
    switch (tensor.array()) {
      case float[] a -> bytes.asFloatBuffer().get(a);
      case double[] a -> bytes.asDoubleBuffer().get(a);
      case long[] a -> bytes.asLongBuffer().get(a);
      case int[] a -> bytes.asIntBuffer().get(a);
      case short[] a -> bytes.asShortBuffer().get(a);
      case byte[] a -> bytes.get(a);
      default -> throw new IllegalStateException();
    }
    return tensor;
  }

  private static long[] shape(Path file, String text) {
    try {
      return Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .mapToLong(Long::parseUnsignedLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw new OnnxException(file + ": its shape is malformed: (" + text + ")", e);
    }
  }

  private static long byteSize(Path file, ElementType type, long[] shape) {
    try {
      return Math.multiplyExact(Shape.elements(shape), (long) type.storage().bytes());
    } catch (ArithmeticException | OnnxException e) {
      throw new OnnxException(
          file + ": its shape " + Arrays.toString(shape) + " is beyond all memory", e);
    }
  }

  private static String match(Path file, Pattern pattern, String header) {
    Matcher m = pattern.matcher(header);
    if (!m.find()) {
      throw new OnnxException(file + ": its header is malformed: " + header);
    }
    return m.group(1);
  }

  private static ElementType type(Path file, String descr) {
    return switch (descr) {
      case "<f4" -> ElementType.FLOAT;
      case "<f8" -> ElementType.DOUBLE;
      case "<f2" -> ElementType.FLOAT16;
      case "<i8" -> ElementType.INT64;
      case "<i4" -> ElementType.INT32;
      case "<i2" -> ElementType.INT16;
      case "|i1" -> ElementType.INT8;
      case "<u8" -> ElementType.UINT64;
      case "<u4" -> ElementType.UINT32;
      case "<u2" -> ElementType.UINT16;
      case "|u1" -> ElementType.UINT8;
      case "|b1" -> ElementType.BOOL;
      default ->
          throw new OnnxException(file + ": has the type '" + descr + "', which is not supported");
    };
  }

  private static String descr(ElementType type) {
    return switch (type) {
      case FLOAT -> "<f4";
      case DOUBLE -> "<f8";
      case FLOAT16 -> "<f2";
      case INT64 -> "<i8";
      case INT32 -> "<i4";
      case INT16 -> "<i2";
      case INT8 -> "|i1";
      case UINT64 -> "<u8";
      case UINT32 -> "<u4";
      case UINT16 -> "<u2";
      case UINT8 -> "|u1";
      case BOOL -> "|b1";
      default -> throw new OnnxException("NumPy has no type for " + type);
    };
  }

  /** Writes a tensor. */
  static void write(Path file, Tensor tensor) throws IOException {
    StringBuilder shape = new StringBuilder();
    for (long size : tensor.shape()) {
      shape.append(size).append(',');
    }
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descr(tensor.elementType()), shape);
    int prefix = MAGIC.length + 4;
    int padded = (prefix + header.length() + 1 + HEADER_UNIT - 1) / HEADER_UNIT * HEADER_UNIT;
    header = header + " ".repeat(padded - prefix - header.length() - 1) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(padded + Math.toIntExact(tensor.byteSize()))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    int at = tensor.offset();
    int n = tensor.arrayLength();
    switch (tensor.array()) {
      case float[] a -> data.asFloatBuffer().put(a, at, n);
      case double[] a -> data.asDoubleBuffer().put(a, at, n);
      case long[] a -> data.asLongBuffer().put(a, at, n);
      case int[] a -> data.asIntBuffer().put(a, at, n);
      case short[] a -> data.asShortBuffer().put(a, at, n);
      case byte[] a -> data.put(a, at, n);
      default -> throw new IllegalStateException();
    }
    Files.write(file, bytes.array());
  }
}
