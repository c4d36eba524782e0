package io.sardonyx.ops.image.webp;

import java.io.IOException;

/** Reads numbers of some bits, the lowest bit of a byte first. */
final class BitReader {

  private final byte[] data;
  private final int end;
  private int at;
  private long window;
  private int available;

  BitReader(byte[] data, int from, int to) {
    this.data = data;
    this.at = from;
    this.end = to;
  }

  /** The next {@code n} bits, at most 32 of them, without moving on; zeros beyond the end. */
  int peek(int n) {
    while (available < n && at < end) {
      window |= (data[at++] & 0xFFL) << available;
      available += 8;
    }
    return (int) (window & (1L << n) - 1);
  }

  /** Moves on by {@code n} bits that were peeked at. */
  void skip(int n) throws IOException {
    if (n > available) {
      throw new IOException("the data ends too early");
    }
    window >>>= n;
    available -= n;
  }

  int bits(int n) throws IOException {
    int bits = peek(n);
    skip(n);
    return bits;
  }

  boolean flag() throws IOException {
    return bits(1) != 0;
  }
}
