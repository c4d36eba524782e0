package io.sardonyx.ops.reduction;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Runs;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The family of reductions along axes. The axes are an attribute in older versions and an input in
 * newer ones; none means all, or with {@code noop} truly none: then only the element-wise part of
 * the function is left.
 *
 * @param function what to compute
 * @param axesAttribute null if not given
 * @param keepDims whether reduced dimensions stay, with size 1
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ReduceSum.html">ReduceSum</a>
 */
record Reduce(ReduceFunction function, long[] axesAttribute, boolean keepDims, boolean noop)
    implements ChannelsLastOperator {

  Reduce(ReduceFunction function, Attributes a) {
    this(function, a.integersOrNull("axes"), a.flag("keepdims"), a.flag("noop_with_empty_axes"));
  }

  /** The axes as given; null if they are not known. */
  private long[] axes(NodeContext c) {
    if (axesAttribute != null) {
      return axesAttribute;
    }
    boolean none = !c.hasInput(1) || (c.rank(1) == 1 && c.shape(1).dim(0).is(0));
    return none ? new long[0] : c.longs(1);
  }

  private boolean[] isReduced(NodeContext c, long[] axes, int rank) {
    boolean[] reduced = new boolean[rank];
    Arrays.fill(reduced, axes.length == 0 && !noop);
    for (long axis : axes) {
      reduced[c.axis(axis, rank)] = true;
    }
    return reduced;
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), shape(c, c.shape(0), axes(c)));
  }

  private Shape shape(InferContext c, Shape input, long[] axes) {
    if (!input.isRanked()) {
      boolean all = axes != null && axes.length == 0 && !noop;
      return all && !keepDims ? Shape.SCALAR : Shape.UNRANKED;
    }
    if (axes == null) {
      return keepDims ? Shape.ofRank(input.rank()) : Shape.UNRANKED;
    }
    boolean[] reduced = isReduced(c, axes, input.rank());
    List<Dim> dims = new ArrayList<>();
    for (int d = 0; d < reduced.length; d++) {
      if (!reduced[d]) {
        dims.add(input.dim(d));
      } else if (keepDims) {
        dims.add(Dim.of(1));
      }
    }
    return Shape.of(dims);
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    long[] dims = c.dims(0);
    boolean[] reduced = isReduced(c, axes(c), dims.length);
    long[] along = new long[dims.length];
    for (int d = 0; d < dims.length; d++) {
      along[d] = reduced[d] ? dims[d] : 1;
    }
    int results = Math.toIntExact(Shape.elements(c.outputDims(0)));
    int count = Math.toIntExact(Shape.elements(along));
    int y = c.output(0);
    if (results == 0) {
      return Steps.none();
    }
    if (count == 0) {
      return fillWithNothing(type, y, Math.toIntExact(c.outputLayout(0).elements(c.outputDims(0))));
    }
    ReduceSweeps sweeps = new ReduceSweeps(function, type, count, results);
    if (c.layout(0).isChannelsLast()) {
      int channels = Math.toIntExact(dims[1]);
      int yPitch = c.outputLayout(0).isChannelsLast() ? c.outputLayout(0).pitch() : channels;
      int pitch = c.layout(0).pitch();
      return sweeps.channelsLast(c, Math.toIntExact(dims[0]), count, pitch, channels, yPitch);
    }
    return sweeps.step(c, Runs.of(dims, reduced));
  }

  private Step fillWithNothing(ElementType type, int y, int n) {
    NumberAccess access = NumberAccess.of(type);
    return f -> {
      for (int i = 0; i < n; i++) {
        if (type.isFloat()) {
          access.setDouble(f.array(y), f.offset(y) + i, function.ofNothing());
        } else {
          access.setLong(f.array(y), f.offset(y) + i, function.integerOfNothing(type));
        }
      }
    };
  }

  /** Reductions over all spatial axes, as at the end of many networks, need no plain input. */
  @Override
  public Role channelsLastRole(NodeContext c) {
    int rank = c.rank(0);
    long[] axes = axes(c);
    if (c.elementType(0) != ElementType.FLOAT || rank < 3 || axes == null) {
      return Role.NEVER;
    }
    boolean[] reduced = isReduced(c, axes, rank);
    for (int d = 0; d < rank; d++) {
      if (reduced[d] != d >= 2) {
        return Role.NEVER;
      }
    }
    return Role.FOLLOWS;
  }

  @Override
  public boolean isChannelsLastOutput(NodeContext c, int i) {
    return keepDims;
  }
}
