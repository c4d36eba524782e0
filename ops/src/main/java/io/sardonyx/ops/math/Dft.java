package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The discrete Fourier transform along an axis. The last dimension holds the parts of a number: 1
 * for real, 2 for complex ones.
 *
 * @param axis if it is an attribute, as in version 17; null if it is input 2
 * @param inverse whether to transform back
 * @param onesided whether of the spectrum of real numbers only the first half is given or wanted
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DFT.html">DFT</a>
 */
record Dft(Long axis, boolean inverse, boolean onesided) implements Operator {

  Dft(Attributes a) {
    this(a.has("axis") ? a.integer("axis") : null, a.flag("inverse"), a.flag("onesided"));
  }

  /** The axis counted from the front; -1 if it is not known. */
  private int axis(NodeContext c, int rank) {
    Long given = axis != null ? axis : c.hasInput(2) ? c.integer(2) : Long.valueOf(-2);
    if (given == null) {
      return -1;
    }
    int along = c.axis(given, rank);
    if (along == rank - 1) {
      throw c.error("axis %d is the last one, which holds the parts of complex numbers", given);
    }
    return along;
  }

  /** The length of the transform; unknown if it cannot be told yet. */
  private Dim length(NodeContext c, Dim signal) {
    if (c.hasInput(1)) {
      Long given = c.integer(1);
      return given == null ? Dim.UNKNOWN : Dim.of(given);
    }
    return inverse && onesided ? signal.map(n -> 2 * (n - 1)) : signal;
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int rank = shape.rank();
    if (rank < 2) {
      throw c.error("input 0 has shape %s; expected at least rank 2", shape);
    }
    Dim parts = shape.dim(rank - 1);
    int allowed = onesided ? (inverse ? 2 : 1) : parts.is(1) ? 1 : 2;
    if (parts.isKnown() && !parts.is(allowed)) {
      throw c.error(
          "input 0 has shape %s; expected %d as the last dimension%s",
          shape, allowed, onesided ? " of a one-sided transform" : "");
    }
    int along = axis(c, rank);
    Shape output = along < 0 ? Shape.ofRank(rank) : shape;
    if (along >= 0) {
      Dim length = length(c, shape.dim(along));
      if (length.isKnown() && length.size() <= 0) {
        throw c.error("the length of the transform is %s; expected at least 1", length);
      }
      output = shape.with(along, onesided && !inverse ? length.map(n -> n / 2 + 1) : length);
    }
    c.output(0, c.elementType(0), output.with(rank - 1, Dim.of(onesided && inverse ? 1 : 2)));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int along = axis(c, dims.length);
    int parts = Math.toIntExact(dims[dims.length - 1]);
    int length = Math.toIntExact(length(c, c.shape(0).dim(along)).size());
    AxisSplit split = AxisSplit.of(Arrays.copyOf(dims, dims.length - 1), along);
    Spectrum spectrum = Spectrum.of(c.elementType(0), length, inverse, onesided);
    int x = c.input(0);
    int y = c.output(0);
    int inner = split.inner();
    long signals = (long) split.outer() * inner;
    if (signals == 0) {
      return Steps.none();
    }
    spectrum.reserve(c);
    int results = spectrum.results();
    int resultParts = spectrum.resultParts();
    return Ranges.step(
        signals,
        Ranges.grain(Ranges.COSTLY, length),
        (f, from, to, w) -> {
          double[] scratch = f.workerDoubles(w);
          for (int s = from; s < to; s++) {
            int block = s / inner;
            int column = s % inner;
            int at = f.offset(x) + (block * split.length() * inner + column) * parts;
            spectrum.clear(scratch);
            for (int i = 0; i < split.length(); i++) {
              spectrum.read(scratch, i, f.array(x), at + i * inner * parts, parts, 1);
            }
            spectrum.transform(f, w, scratch, parts);
            int yAt = f.offset(y) + (block * results * inner + column) * resultParts;
            for (int i = 0; i < results; i++) {
              spectrum.write(scratch, i, f.array(y), yAt + i * inner * resultParts);
            }
          }
        });
  }
}
