package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.MapValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of a map from integers as a table of one row: in the order of their keys, or each at
 * its key, with zeros between.
 *
 * @param castTo type of the elements
 * @param length number of columns if keys are places; -1 if they only tell the order
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_CastMap.html">CastMap</a>
 */
record CastMap(CastTo castTo, int length) implements Operator {

  /** The values of {@code cast_to}. */
  enum CastTo {
    TO_FLOAT(ElementType.FLOAT),
    TO_STRING(ElementType.STRING),
    TO_INT64(ElementType.INT64);

    private final ElementType type;

    CastTo(ElementType type) {
      this.type = type;
    }
  }

  /** The values of {@code map_form}. */
  enum Form {
    DENSE,
    SPARSE
  }

  CastMap(Attributes a) {
    this(
        a.choice("cast_to", CastTo.class),
        a.choice("map_form", Form.class) == Form.DENSE ? -1 : length(a));
  }

  private static int length(Attributes a) {
    int length = a.intValue("max_map");
    if (length < 1) {
      throw new InvalidModelException("max_map is " + length + "; expected a positive number");
    }
    return length;
  }

  @Override
  public void infer(InferContext c) {
    Maps.type(c);
    Dim columns = length < 0 ? Dim.UNKNOWN : Dim.of(length);
    c.output(0, castTo.type, Shape.of(Dim.of(1), columns));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    ElementType type = Maps.valueType(Maps.type(c));
    c.provides(0);
    return f -> f.provide(y, row(f, Maps.map(f, x), type));
  }

  private Tensor row(Frame f, MapValue map, ElementType type) {
    Map<Long, Value> sorted = new TreeMap<>();
    map.entries().forEach((key, value) -> sorted.put((Long) key, value));
    int columns = length < 0 ? sorted.size() : length;
    Tensor row = Tensor.zeros(castTo.type, 1, columns);
    if (length >= 0 && castTo == CastTo.TO_STRING) {
      // What ONNX Runtime fills gaps with; the specification does not say.
      Arrays.fill(row.strings(), "0.f");
    }
    int next = 0;
    for (Map.Entry<Long, Value> e : sorted.entrySet()) {
      long at = length < 0 ? next++ : e.getKey();
      if (at < 0 || at >= columns) {
        throw f.error("the map has the key %d; expected 0 to %d", at, columns - 1);
      }
      put(f, Maps.element(f, e.getKey(), e.getValue(), type), row, (int) at);
    }
    return row;
  }

  private void put(Frame f, Tensor value, Tensor row, int at) {
    switch (castTo) {
      case TO_FLOAT -> row.floats()[at] = isText(value) ? (float) parsed(f, value) : number(value);
      case TO_INT64 -> row.longs()[at] = (long) (isText(value) ? parsed(f, value) : number(value));
      case TO_STRING ->
          row.strings()[at] =
              isText(value) ? value.strings()[0] : String.format(Locale.ROOT, "%f", number(value));
    }
  }

  private static boolean isText(Tensor value) {
    return value.elementType() == ElementType.STRING;
  }

  private static float number(Tensor value) {
    return value.floats()[0];
  }

  private static double parsed(Frame f, Tensor value) {
    String text = value.strings()[0].strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw f.error("the map has the value '%s'; expected a number", text);
    }
  }
}
