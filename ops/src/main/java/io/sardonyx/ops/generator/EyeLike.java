package io.sardonyx.ops.generator;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * A matrix of the input's shape with ones on a diagonal and zeros elsewhere.
 *
 * @param type of the output; null: the input's
 * @param k the diagonal: above the main one if positive, below if negative
 * @see <a href="https://onnx.ai/onnx/operators/onnx__EyeLike.html">EyeLike</a>
 */
record EyeLike(ElementType type, long k) implements Operator {

  EyeLike(Attributes a) {
    this(a.has("dtype") ? ElementType.ofCode(a.intValue("dtype")) : null, a.integer("k"));
  }

  @Override
  public void infer(InferContext c) {
    ElementType chosen = type == null ? c.elementType(0) : type;
    if (chosen == ElementType.STRING || chosen.isComplex()) {
      throw c.error("cannot make a matrix of %s; expected a numeric type", chosen);
    }
    if (c.rank(0) >= 0 && c.rank(0) != 2) {
      throw c.error("input 0 has shape %s; expected a matrix", c.shape(0));
    }
    c.output(0, chosen, c.rank(0) < 0 ? Shape.of(Dim.UNKNOWN, Dim.UNKNOWN) : c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int n = Math.toIntExact(Shape.elements(dims));
    int columns = Math.toIntExact(dims[1]);
    if (n == 0) {
      return f -> {};
    }
    ElementType chosen = c.outputElementType(0);
    Units units = Units.of(chosen);
    int y = c.output(0);
    int row = Math.toIntExact(Math.clamp(-Math.max(k, -dims[0]), 0L, dims[0]));
    int column = Math.toIntExact(Math.clamp(k, 0L, dims[1]));
    int ones = (int) Math.min(dims[0] - row, dims[1] - column);
    Object zero = chosen.storage().allocate(1);
    Object one = chosen.storage().allocate(1);
    NumberAccess.of(chosen).setLong(one, 0, 1);
    Step step =
        f -> {
          int at = units.start(f, y);
          units.copy(zero, 0, 0, 0, f.array(y), at, 0, 1, 1, n);
          int first = at + row * columns + column;
          units.copy(one, 0, 0, 0, f.array(y), first, 0, columns + 1, 1, ones);
        };
    return units.clearingTail(y, n, step);
  }
}
