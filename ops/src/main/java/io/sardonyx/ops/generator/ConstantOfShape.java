package io.sardonyx.ops.generator;

import io.sardonyx.Dim;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * A tensor of a given shape, full of one value.
 *
 * @param value a tensor of one element
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html">ConstantOfShape</a>
 */
record ConstantOfShape(Tensor value) implements Operator {

  ConstantOfShape(Attributes a) {
    this(a.has("value") ? a.tensor("value") : Tensor.scalar(0f));
    if (value.size() != 1) {
      throw new InvalidModelException(
          "attribute 'value' has %d elements; expected one".formatted(value.size()));
    }
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) > 1) {
      throw c.error("input 0 has shape %s; expected a list of sizes", c.shape(0));
    }
    List<Dim> sizes = c.dims(0);
    if (sizes == null) {
      boolean ranked = c.rank(0) == 1 && c.shape(0).dim(0).isKnown();
      int rank = ranked ? Math.toIntExact(c.shape(0).dim(0).size()) : 0;
      c.output(0, value.elementType(), ranked ? Shape.ofRank(rank) : Shape.UNRANKED);
    } else {
      c.output(0, value.elementType(), Shape.of(sizes));
    }
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    Units units = Units.of(value.elementType());
    long elements = Shape.elements(c.outputDims(0));
    int width = units.perElement();
    int at = value.offset() * units.perArrayElement();
    Step step =
        Ranges.step(
            elements,
            Ranges.CHEAP,
            (f, from, to, w) ->
                units.copy(
                    value.array(),
                    at,
                    0,
                    1,
                    f.array(y),
                    units.start(f, y) + from * width,
                    width,
                    1,
                    to - from,
                    width));
    return units.clearingTail(y, elements, step);
  }
}
