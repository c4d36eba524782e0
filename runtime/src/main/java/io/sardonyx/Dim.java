package io.sardonyx;

import java.util.function.LongUnaryOperator;

/**
 * One dimension of a shape, or one integer of a shape computation: known, a named symbol, or
 * unknown. There is no symbolic algebra; an operation on anything but known numbers is unknown.
 */
public final class Dim {

  /** A dimension of which nothing is known. */
  public static final Dim UNKNOWN = new Dim(false, -1, null);

  private static final Dim[] SMALL = new Dim[1025];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = new Dim(true, i, null);
    }
  }

  private final boolean known;
  private final long size;
  private final String symbol;

  private Dim(boolean known, long size, String symbol) {
    this.known = known;
    this.size = size;
    this.symbol = symbol;
  }

  /** A known number. */
  public static Dim of(long size) {
    return size >= 0 && size < SMALL.length ? SMALL[(int) size] : new Dim(true, size, null);
  }

  /** A named dimension: the same name stands for the same number everywhere in a model. */
  public static Dim symbol(String name) {
    return new Dim(false, -1, name);
  }

  public boolean isKnown() {
    return known;
  }

  /** The number if known, otherwise -1. */
  public long size() {
    return size;
  }

  /** The symbol's name, or null. */
  public String symbol() {
    return symbol;
  }

  public boolean isSymbol() {
    return symbol != null;
  }

  /** Whether this is known to be {@code value}. */
  public boolean is(long value) {
    return known && size == value;
  }

  /** {@code f} of a known number, otherwise unknown. */
  public Dim map(LongUnaryOperator f) {
    return known ? of(f.applyAsLong(size)) : UNKNOWN;
  }

  /** The sum, if both are known. */
  public Dim plus(Dim other) {
    if (other.is(0)) {
      return this;
    }
    if (is(0)) {
      return other;
    }
    return known && other.known ? of(Math.addExact(size, other.size)) : UNKNOWN;
  }

  /** The product, if both are known, or one is 0 or 1. */
  public Dim times(Dim other) {
    if (other.is(1) || is(0)) {
      return this;
    }
    if (is(1) || other.is(0)) {
      return other;
    }
    return known && other.known ? of(Math.multiplyExact(size, other.size)) : UNKNOWN;
  }

  /** The more definite of two descriptions of the same dimension. */
  public Dim refine(Dim other) {
    return known || (symbol != null && !other.known) ? this : other;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Dim d
        && known == d.known
        && size == d.size
        && (symbol == null ? d.symbol == null : symbol.equals(d.symbol));
  }

  @Override
  public int hashCode() {
    return known ? Long.hashCode(size) : symbol == null ? 1 : symbol.hashCode();
  }

  /** The number, the symbol's name, or {@code ?}. */
  @Override
  public String toString() {
    return known ? Long.toString(size) : symbol == null ? "?" : symbol;
  }
}
