package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * Numbers of categories for their names, or names for numbers, depending on the input.
 *
 * @param toNumbers maps names
 * @param toNames maps numbers
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_CategoryMapper.html">
 *     CategoryMapper</a>
 */
record CategoryMapper(Dictionary toNumbers, Dictionary toNames) implements Operator {

  CategoryMapper(Attributes a) {
    this(
        new Dictionary(
            names(a), numbers(a), Tensor.scalar(a.integer("default_int64")), false, false),
        new Dictionary(
            numbers(a), names(a), Tensor.scalar(a.string("default_string")), false, false));
  }

  private static Tensor names(Attributes a) {
    List<String> names = a.strings("cats_strings");
    return Tensor.of(names.toArray(String[]::new), names.size());
  }

  private static Tensor numbers(Attributes a) {
    long[] numbers = a.integers("cats_int64s");
    if (numbers.length != a.strings("cats_strings").size()) {
      throw new InvalidModelException(
          "cats_int64s has %d elements and cats_strings %d; expected the same number"
              .formatted(numbers.length, a.strings("cats_strings").size()));
    }
    return Tensor.of(numbers, numbers.length);
  }

  @Override
  public void infer(InferContext c) {
    boolean isNames = c.elementType(0) == ElementType.STRING;
    c.output(0, isNames ? ElementType.INT64 : ElementType.STRING, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    return (c.elementType(0) == ElementType.STRING ? toNumbers : toNames).step(c);
  }
}
