package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Along a new last axis 1 at the element's category and 0 elsewhere.
 *
 * @param integers the categories of numbers; null if they are strings
 * @param strings the place of each category; null if they are numbers
 * @param admitsOthers whether elements of no category become zeros, instead of being an error
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_OneHotEncoder.html">OneHotEncoder</a>
 */
record OneHotEncoder(long[] integers, Map<String, Integer> strings, boolean admitsOthers)
    implements Operator {

  static OneHotEncoder of(Attributes a) {
    Labels labels = Labels.of(a, "cats_int64s", "cats_strings");
    return new OneHotEncoder(labels.integers(), places(labels.strings()), a.flag("zeros"));
  }

  private static Map<String, Integer> places(List<String> strings) {
    if (strings == null) {
      return null;
    }
    Map<String, Integer> places = new HashMap<>();
    strings.forEach(s -> places.putIfAbsent(s, places.size()));
    return places;
  }

  private int size() {
    return integers != null ? integers.length : strings.size();
  }

  @Override
  public void infer(InferContext c) {
    if ((c.elementType(0) == ElementType.STRING) != (strings != null)) {
      throw c.error(
          "its input is %s, but its categories are %s",
          c.type(0), strings != null ? "strings" : "integers");
    }
    Shape shape = c.shape(0);
    if (shape.isRanked()) {
      List<Dim> dims = shape.dims();
      dims.add(Dim.of(size()));
      shape = Shape.of(dims);
    }
    c.output(0, ElementType.FLOAT, shape);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int n = Math.toIntExact(c.shape(0).elements());
    NumberAccess access = strings != null ? null : NumberAccess.of(c.elementType(0));
    return f -> {
      Arrays.fill(f.floats(y), f.offset(y), f.offset(y) + n * size(), 0);
      for (int i = 0; i < n; i++) {
        int place = place(f, x, access, i);
        if (place >= 0) {
          f.floats(y)[f.offset(y) + i * size() + place] = 1;
        } else if (!admitsOthers) {
          throw f.error("element %d is in none of the categories", i);
        }
      }
    };
  }

  private int place(Frame f, int x, NumberAccess access, int i) {
    if (access == null) {
      return strings.getOrDefault(f.strings(x)[f.offset(x) + i], -1);
    }
    long number = access.getLong(f.array(x), f.offset(x) + i);
    for (int k = 0; k < integers.length; k++) {
      if (integers[k] == number) {
        return k;
      }
    }
    return -1;
  }
}
