package io.sardonyx.ops.image.webp;

import java.io.IOException;

/**
 * Reads bits that were coded arithmetically, each with a probability of its own (RFC 6386, section
 * 7).
 */
final class BoolDecoder {

  /** Zero bytes that may be read beyond the end, as encoders leave them out. */
  private static final int SLACK = 8;

  private final byte[] data;
  private final int end;
  private int at;
  private int range = 255;
  private int value;

  /** Bits of {@link #value} below the eight that are compared; negative if more are needed. */
  private int bits = -8;

  BoolDecoder(byte[] data, int from, int to) {
    this.data = data;
    this.at = from;
    this.end = to;
  }

  /**
   * The next bit.
   *
   * @param probability that it is 0, of 256
   */
  int bit(int probability) throws IOException {
    while (bits < 0) {
      load();
    }
    int split = 1 + ((range - 1) * probability >> 8);
    int shifted = split << bits;
    int bit;
    if (value >= shifted) {
      value -= shifted;
      range -= split;
      bit = 1;
    } else {
      range = split;
      bit = 0;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24;
    range <<= shift;
    bits -= shift;
    return bit;
  }

  private void load() throws IOException {
    if (at >= end + SLACK) {
      throw new IOException("the data ends too early");
    }
    value = value << 8 | (at < end ? data[at] & 0xFF : 0);
    at++;
    bits += 8;
  }

  boolean flag() throws IOException {
    return bit(128) != 0;
  }

  boolean is(int probability) throws IOException {
    return bit(probability) != 0;
  }

  /** An unsigned number of {@code n} bits, the highest first. */
  int number(int n) throws IOException {
    int number = 0;
    for (int i = 0; i < n; i++) {
      number = 2 * number + bit(128);
    }
    return number;
  }

  /** A number of {@code n} bits and its sign. */
  int signed(int n) throws IOException {
    int number = number(n);
    return flag() ? -number : number;
  }

  /** A signed number that may be left out, which means 0. */
  int optional(int n) throws IOException {
    return flag() ? signed(n) : 0;
  }
}
