package io.sardonyx.server.grpc;

import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import io.sardonyx.Storage;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.RawContents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads protobuf's wire format from a message that lies in the transport's buffers, and numbers
 * from there straight into arrays. Not thread-safe.
 */
final class WireInput {

  private static final int CHUNK = 64 * 1024;
  private static final int MAX_VARINT_BYTES = 10;

  private final InputStream stream;
  private final boolean isBuffered;
  private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] chunk;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /** Where the bytes of {@link #buffer} began, for the stream has to be told what was read. */
  private int bufferStart;

  private long left;

  /**
   * @param length of the message
   */
  WireInput(InputStream stream, long length) {
    this.stream = stream;
    this.isBuffered = stream instanceof HasByteBuffer b && b.byteBufferSupported();
    this.left = length;
  }

  /** A message as the transport gives it; only compressed ones have to be unpacked first. */
  static WireInput of(InputStream stream) throws IOException {
    if (stream instanceof KnownLength) {
      return new WireInput(stream, stream.available());
    }
    byte[] message = stream.readAllBytes();
    return new WireInput(new ByteArrayInputStream(message), message.length);
  }

  boolean isAtEnd() {
    return left == 0;
  }

  long left() {
    return left;
  }

  /** The next field's tag; 0 at the end. */
  int tag() throws IOException {
    if (isAtEnd()) {
      return 0;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw malformed("a tag of " + tag);
    }
    return (int) tag;
  }

  long varint() throws IOException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      byte b = next();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than ten bytes");
  }

  /** The length of a field's bytes, which are all there. */
  int length() throws IOException {
    long length = varint();
    if (length < 0 || length > left) {
      throw malformed(
          "a field of " + Long.toUnsignedString(length) + " bytes where " + left + " are left");
    }
    return (int) length;
  }

  String string() throws IOException {
    return RawContents.text("request", ByteBuffer.wrap(bytes(length())));
  }

  byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    elements(Storage.BYTES, bytes, length);
    return bytes;
  }

  /** Fills an array with little-endian elements. */
  void elements(Storage storage, Object array, int count) throws IOException {
    int width = storage.bytes();
    int done = 0;
    while (done < count) {
      if (!buffer.hasRemaining()) {
        refill();
      }
      int whole = Math.min(count - done, buffer.remaining() / width);
      if (whole > 0) {
        RawContents.get(buffer, storage, array, done, whole);
        left -= (long) whole * width;
        done += whole;
      } else {
        // The element lies on both sides of a border between two buffers.
        scratch.clear();
        for (int i = 0; i < width; i++) {
          scratch.put(next());
        }
        RawContents.get(scratch.flip(), storage, array, done, 1);
        done++;
      }
    }
  }

  /** Passes over a field of a kind that the protocol does not use. */
  void skip(int tag) throws IOException {
    long length =
        switch (tag & 7) {
          case 0 -> {
            varint();
            yield 0;
          }
          case 1 -> 8;
          case 2 -> length();
          case 5 -> 4;
          default -> throw malformed("a field of wire type " + (tag & 7));
        };
    for (long i = 0; i < length; i++) {
      next();
    }
  }

  private byte next() throws IOException {
    if (!buffer.hasRemaining()) {
      refill();
    }
    left--;
    return buffer.get();
  }

  private void refill() throws IOException {
    if (left <= 0) {
      throw malformed("an end in the middle of a field");
    }
    if (!isBuffered) {
      if (chunk == null) {
        chunk = new byte[(int) Math.min(CHUNK, left)];
      }
      int read = stream.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read <= 0) {
        throw malformed("an end in the middle of a field");
      }
      buffer = ByteBuffer.wrap(chunk, 0, read).order(ByteOrder.LITTLE_ENDIAN);
      return;
    }
    // The stream frees a buffer once it was passed over: only now, when nobody reads it any more.
    long passed = buffer.position() - bufferStart;
    buffer = ByteBuffer.allocate(0);
    while (passed > 0) {
      passed -= stream.skip(passed);
    }
    ByteBuffer next = ((HasByteBuffer) stream).getByteBuffer();
    if (next == null || !next.hasRemaining()) {
      throw malformed("an end in the middle of a field");
    }
    buffer = next.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    bufferStart = buffer.position();
  }

  private static RequestException malformed(String what) {
    return RequestException.invalid("the message is no ModelInferRequest: it has %s", what);
  }
}
