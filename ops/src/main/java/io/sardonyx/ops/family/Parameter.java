package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * A small input, such as the scales of a normalisation, as numbers of an arithmetic. They are
 * converted by {@link #load}, which the node's step calls before all else.
 */
public final class Parameter {

  private final Conversion conversion;
  private final int slot;
  private final int numbers;
  private final int length;

  private Parameter(Conversion conversion, int slot, int numbers, int length) {
    this.conversion = conversion;
    this.slot = slot;
    this.numbers = numbers;
    this.length = length;
  }

  /** Prepares a present input. */
  public static Parameter of(CompileContext c, int input, Arithmetic arithmetic) {
    Conversion conversion = Conversion.of(c.elementType(input), arithmetic);
    int slot = c.input(input);
    int length = Math.toIntExact(c.shape(input).elements());
    int numbers = conversion.isNative() ? slot : c.scratch(arithmetic.storage(), length);
    return new Parameter(conversion, slot, numbers, length);
  }

  /** Converts the numbers, if they need it. */
  public void load(Frame f) {
    if (numbers != slot) {
      conversion.read(f.array(slot), f.offset(slot), f.array(numbers), f.offset(numbers), length);
    }
  }

  public int length() {
    return length;
  }

  public Object array(Frame f) {
    return f.array(numbers);
  }

  public int offset(Frame f) {
    return f.offset(numbers);
  }

  /** Number {@code i}. */
  public double get(Frame f, int i) {
    return conversion.arithmetic().get(f.array(numbers), f.offset(numbers) + i);
  }
}
