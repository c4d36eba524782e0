package io.sardonyx.ops.image.webp;

import java.io.IOException;
import java.util.Arrays;

/**
 * A prefix code of VP8L: frequent symbols have short codes. Codes of up to eight bits are found in
 * one look at a table, longer ones bit by bit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649#section-3.7">RFC 9649, section 3.7</a>
 */
final class PrefixCode {

  private static final int MAX_LENGTH = 15;
  private static final int TABLE_BITS = 8;

  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** For the next bits the symbol and the code's length times 65536; 0 if the code is longer. */
  private final int[] table = new int[1 << TABLE_BITS];

  /** For every length the first code of that length, and where its symbols begin. */
  private final int[] firstCode = new int[MAX_LENGTH + 2];

  private final int[] firstSymbol = new int[MAX_LENGTH + 2];
  private final int[] counts = new int[MAX_LENGTH + 1];
  private final int[] symbols;

  /** The only symbol, which takes no bits; -1 if there are more. */
  private final int single;

  private PrefixCode(int single) {
    this.single = single;
    this.symbols = new int[0];
  }

  private PrefixCode(int[] lengths) throws IOException {
    this.single = -1;
    int used = 0;
    for (int length : lengths) {
      counts[length]++;
      used += length > 0 ? 1 : 0;
    }
    counts[0] = 0;
    this.symbols = new int[used];
    int code = 0;
    int at = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      firstCode[length] = code;
      firstSymbol[length] = at;
      code = (code + counts[length]) << 1;
      at += counts[length];
    }
    if (code != 1 << (MAX_LENGTH + 1)) {
      throw new IOException("a prefix code is incomplete");
    }
    int[] next = firstSymbol.clone();
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = symbol;
      }
    }
    fillTable();
  }

  private void fillTable() {
    for (int length = 1; length <= TABLE_BITS; length++) {
      for (int i = 0; i < counts[length]; i++) {
        int entry = length << 16 | symbols[firstSymbol[length] + i];
        int reversed = Integer.reverse(firstCode[length] + i) >>> (32 - length);
        for (int t = reversed; t < table.length; t += 1 << length) {
          table[t] = entry;
        }
      }
    }
  }

  /** Reads a code for an alphabet of some size. */
  static PrefixCode read(BitReader in, int alphabet) throws IOException {
    return in.flag() ? readSimple(in, alphabet) : ofLengths(readLengths(in, alphabet));
  }

  private static PrefixCode readSimple(BitReader in, int alphabet) throws IOException {
    boolean hasTwo = in.flag();
    int first = in.bits(in.flag() ? 8 : 1);
    int second = hasTwo ? in.bits(8) : first;
    if (first >= alphabet || second >= alphabet) {
      throw new IOException("a prefix code has a symbol that is out of range");
    }
    if (first == second) {
      return new PrefixCode(first);
    }
    int[] lengths = new int[alphabet];
    lengths[first] = 1;
    lengths[second] = 1;
    return new PrefixCode(lengths);
  }

  private static int[] readLengths(BitReader in, int alphabet) throws IOException {
    int[] codeLengths = new int[LENGTH_ORDER.length];
    int count = 4 + in.bits(4);
    for (int i = 0; i < count; i++) {
      codeLengths[LENGTH_ORDER[i]] = in.bits(3);
    }
    PrefixCode code = ofLengths(codeLengths);
    int left = in.flag() ? 2 + in.bits(2 + 2 * in.bits(3)) : alphabet;
    int[] lengths = new int[alphabet];
    int previous = 8;
    for (int symbol = 0; symbol < alphabet && left > 0; left--) {
      int length = code.symbol(in);
      if (length < 16) {
        lengths[symbol++] = length;
        previous = length > 0 ? length : previous;
        continue;
      }
      int repeats =
          switch (length) {
            case 16 -> 3 + in.bits(2);
            case 17 -> 3 + in.bits(3);
            default -> 11 + in.bits(7);
          };
      if (repeats > alphabet - symbol) {
        throw new IOException("a prefix code has too many symbols");
      }
      Arrays.fill(lengths, symbol, symbol + repeats, length == 16 ? previous : 0);
      symbol += repeats;
    }
    return lengths;
  }

  /** A code of given lengths; a single symbol takes no bits. */
  private static PrefixCode ofLengths(int[] lengths) throws IOException {
    int only = -1;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        if (only >= 0) {
          return new PrefixCode(lengths);
        }
        only = symbol;
      }
    }
    if (only < 0) {
      throw new IOException("a prefix code has no symbols");
    }
    return new PrefixCode(only);
  }

  /** Reads a symbol. */
  int symbol(BitReader in) throws IOException {
    if (single >= 0) {
      return single;
    }
    int bits = in.peek(MAX_LENGTH);
    int entry = table[bits & (1 << TABLE_BITS) - 1];
    if (entry != 0) {
      in.skip(entry >> 16);
      return entry & 0xFFFF;
    }
    int code = Integer.reverse(bits & (1 << TABLE_BITS) - 1) >>> (32 - TABLE_BITS);
    for (int length = TABLE_BITS + 1; length <= MAX_LENGTH; length++) {
      code = code << 1 | bits >> (length - 1) & 1;
      int i = code - firstCode[length];
      if (i < counts[length]) {
        in.skip(length);
        return symbols[firstSymbol[length] + i];
      }
    }
    throw new IOException("the data has an unknown code");
  }
}
