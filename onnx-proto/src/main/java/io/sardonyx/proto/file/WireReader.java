package io.sardonyx.proto.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Walks over the fields of one protobuf message in memory without copying it (Protocol Buffers
 * encoding). Throws {@link ModelFormatException} where the bytes are not well-formed.
 */
final class WireReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;

  private final MemorySegment bytes;
  private final long end;
  private long position;
  private int field;
  private int wireType;
  private long fieldStart;
  private long contentStart;

  WireReader(MemorySegment bytes) {
    this.bytes = bytes;
    this.end = bytes.byteSize();
  }

  /** Goes to the next field; false at the end. */
  boolean next() {
    if (position == end) {
      return false;
    }
    fieldStart = position;
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw malformed("a field with an invalid number");
    }
    switch (wireType) {
      case VARINT -> {
        contentStart = position;
        varint();
      }
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH_DELIMITED -> skip(varint());
      default -> throw malformed("a field of wire type " + wireType);
    }
    return true;
  }

  private void skip(long length) {
    contentStart = position;
    if (length < 0 || length > end - position) {
      throw malformed("a field that is longer than what is left; the file may be truncated");
    }
    position += length;
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (position == end) {
        throw malformed("an end within a number; the file may be truncated");
      }
      byte b = bytes.get(ValueLayout.JAVA_BYTE, position++);
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than 10 bytes");
  }

  private static ModelFormatException malformed(String found) {
    return new ModelFormatException("the bytes are no protobuf message: found " + found);
  }

  /** The number of the current field. */
  int field() {
    return field;
  }

  boolean isLengthDelimited() {
    return wireType == LENGTH_DELIMITED;
  }

  /** The content of the current field, without tag and length. */
  MemorySegment content() {
    return bytes.asSlice(contentStart, position - contentStart);
  }

  /** The current field with its tag and length. */
  MemorySegment whole() {
    return bytes.asSlice(fieldStart, position - fieldStart);
  }
}
