package io.sardonyx.ops.nn.pool;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.nn.WindowAttributes;
import io.sardonyx.ops.nn.conv.Window;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Pooling over windows: AveragePool, MaxPool, LpPool.
 *
 * @param kind what is computed of a window
 * @param window kernel, strides, dilations and padding
 * @param includePadding for averages: whether missing inputs count as zeros
 * @param columnMajor for the indices of maxima: whether spatial axes count from the first
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxPool.html">MaxPool</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__AveragePool.html">AveragePool</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LpPool.html">LpPool</a>
 */
public record Pool(
    PoolKind kind, WindowAttributes window, boolean includePadding, boolean columnMajor)
    implements ChannelsLastOperator {

  /** AveragePool. */
  public static Pool average(Attributes a) {
    return new Pool(
        new PoolKind.Average(), WindowAttributes.of(a), a.flag("count_include_pad"), false);
  }

  /** MaxPool. */
  public static Pool max(Attributes a) {
    return new Pool(new PoolKind.Max(), WindowAttributes.of(a), false, a.flag("storage_order"));
  }

  /** LpPool since version 2. */
  public static Pool lp(Attributes a) {
    return new Pool(new PoolKind.Lp(a.integer("p")), WindowAttributes.of(a), false, false);
  }

  /** LpPool version 1, whose p is a float. */
  public static Pool lpOfFloat(Attributes a) {
    return new Pool(new PoolKind.Lp(a.number("p")), WindowAttributes.of(a), false, false);
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    Shape y = x.isRanked() ? output(c, x) : Shape.UNRANKED;
    c.output(0, c.elementType(0), y);
    c.output(1, ElementType.INT64, y);
  }

  private Shape output(InferContext c, Shape x) {
    int axes = x.rank() - 2;
    if (axes < 1) {
      throw c.error("input 0 'X' has shape %s; expected rank 3 or more", x);
    }
    long[] kernel = window.kernelShape().stream().mapToLong(Integer::longValue).toArray();
    window.validate(c, axes, kernel);
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), x.dim(1)));
    for (int i = 0; i < axes; i++) {
      dims.add(window.output(c, x.dim(i + 2), i, axes, kernel[i]));
    }
    return Shape.of(dims);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    List<Window> windows = new ArrayList<>();
    for (int i = 2; i < x.length; i++) {
      windows.add(
          window.window(
              c, Math.toIntExact(x[i]), i - 2, x.length - 2, window.kernelShape().get(i - 2)));
    }
    PoolShape shape =
        new PoolShape(Math.toIntExact(x[0]), Math.toIntExact(x[1]), List.copyOf(windows));
    if (c.layout(0).isChannelsLast()) {
      return ChannelsLastPool.step(c, shape, kind, includePadding);
    }
    boolean byRows =
        shape.windows().size() == 2
            && c.elementType(0) == ElementType.FLOAT
            && !(kind instanceof PoolKind.Lp)
            && !c.hasOutput(1);
    if (byRows) {
      return RowPool.step(c, shape, kind, includePadding);
    }
    return c.hasOutput(1)
        ? IndexedMaxPool.step(c, shape, columnMajor)
        : PlainPool.step(c, shape, kind, includePadding);
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public boolean writesAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    boolean fits =
        c.elementType(0) == ElementType.FLOAT
            && !(c.outputCount() > 1 && c.hasOutput(1))
            && !(kind instanceof PoolKind.Lp);
    return fits ? Role.FOLLOWS : Role.NEVER;
  }
}
