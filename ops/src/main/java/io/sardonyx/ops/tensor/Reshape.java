package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The same elements in another shape: a view where memory allows it. In the target, -1 stands for
 * what is left over, and 0 for the input's dimension, unless {@code allowZero}.
 *
 * @param target the target in version 1, where it is an attribute; null: input 1
 * @param allowZero whether a 0 in the target means an empty dimension
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Reshape.html">Reshape</a>
 */
record Reshape(List<Long> target, boolean allowZero) implements Operator {

  Reshape(Attributes a) {
    this(null, a.flag("allowzero"));
  }

  /** Version 1, where the target is an attribute. */
  static Reshape version1(Attributes a) {
    return new Reshape(LongLists.of(a.integers("shape")), false);
  }

  @Override
  public void infer(InferContext c) {
    List<Dim> dims = target != null ? LongLists.dims(target) : c.dims(1);
    Shape shape = dims == null ? targetOfKnownRank(c) : resolve(c, c.shape(0), dims);
    c.output(0, c.elementType(0), shape);
    c.outputDims(0, shape.isRanked() && shape.rank() <= 1 ? c.contents(0) : null);
  }

  private static Shape targetOfKnownRank(InferContext c) {
    Shape target = c.shape(1);
    return target.isRanked() && target.rank() == 1 && target.dim(0).isKnown()
        ? Shape.ofRank((int) target.dim(0).size())
        : Shape.UNRANKED;
  }

  private Shape resolve(InferContext c, Shape input, List<Dim> target) {
    List<Dim> dims = new ArrayList<>(target.size());
    int open = -1;
    for (int i = 0; i < target.size(); i++) {
      Dim dim = target.get(i);
      if (dim.is(-1)) {
        if (open >= 0) {
          throw c.error("the target %s has more than one -1", target);
        }
        open = i;
        dims.add(Dim.UNKNOWN);
      } else if (dim.is(0) && !allowZero) {
        if (input.isRanked() && i >= input.rank()) {
          throw c.error("the target %s copies dimension %d of the input %s", target, i, input);
        }
        dims.add(input.isRanked() ? input.dim(i) : Dim.UNKNOWN);
      } else if (dim.isKnown() && dim.size() < -1) {
        throw c.error("the target %s has a negative dimension", target);
      } else {
        dims.add(dim);
      }
    }
    if (open >= 0 && allowZero && target.contains(Dim.of(0))) {
      throw c.error("the target %s has both 0 and -1, although allowzero is set", target);
    }
    if (open >= 0) {
      dims.set(open, leftOver(c, input, dims, open));
    }
    Shape shape = Shape.of(dims);
    if (input.isKnown() && shape.isKnown() && input.elements() != shape.elements()) {
      throw c.error("the input of shape %s cannot be reshaped to %s", input, shape);
    }
    return shape;
  }

  /** What remains for the -1 once the other dimensions, known or equal symbols, cancel. */
  private static Dim leftOver(InferContext c, Shape input, List<Dim> dims, int open) {
    if (!input.isRanked()) {
      return Dim.UNKNOWN;
    }
    List<Dim> above = new ArrayList<>(input.dims());
    long below = 1;
    for (int i = 0; i < dims.size(); i++) {
      if (i == open) {
        continue;
      }
      Dim dim = dims.get(i);
      if (dim.is(0) && above.remove(dim)) {
        // Both are empty; the other dimensions tell what is left.
        continue;
      }
      if (dim.isKnown()) {
        below = Math.multiplyExact(below, dim.size());
      } else if (!dim.isSymbol() || !above.remove(dim)) {
        return Dim.UNKNOWN;
      }
    }
    long product = 1;
    Dim symbol = null;
    for (Dim dim : above) {
      if (dim.isKnown()) {
        product = Math.multiplyExact(product, dim.size());
      } else if (symbol == null && dim.isSymbol()) {
        symbol = dim;
      } else {
        return Dim.UNKNOWN;
      }
    }
    if (symbol != null) {
      return product == below ? symbol : Dim.UNKNOWN;
    }
    if (below == 0 ? product != 0 : product % below != 0) {
      throw c.error("the input of shape %s cannot be divided by the target %s", input, dims);
    }
    return below == 0 ? Dim.of(0) : Dim.of(product / below);
  }

  @Override
  public Step compile(CompileContext c) {
    return Copies.view(c);
  }
}
