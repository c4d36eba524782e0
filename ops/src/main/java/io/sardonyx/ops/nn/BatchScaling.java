package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.Parameter;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;

/**
 * Batch normalisation by given statistics: every channel is shifted and scaled.
 *
 * @param split [instances, channels, elements of each]
 * @param parameters scale, shift, mean and variance
 */
record BatchScaling(double epsilon, AxisSplit split, RowKernels kernels, Parameter[] parameters) {

  Step step(CompileContext c) {
    return split.inner() == 1 || c.layout(0).isChannelsLast() ? features(c) : channels(c);
  }

  private Step channels(CompileContext c) {
    int channels = split.length();
    int n = split.inner();
    return Groups.rows(Math.multiplyExact(split.outer(), channels), n)
        .step(
            c,
            kernels.arithmetic(),
            (f, row, x, xAt, y, yAt) -> {
              int k = row % channels;
              double factor =
                  parameters[0].get(f, k) / Math.sqrt(parameters[3].get(f, k) + epsilon);
              double mean = parameters[2].get(f, k);
              kernels.normalize(x, xAt, mean, factor, parameters[1].get(f, k), y, yAt, n);
            });
  }

  /** Where the channels of a pixel are neighbours, they are one row. */
  private Step features(CompileContext c) {
    Arithmetic arithmetic = kernels.arithmetic();
    int n = split.length();
    int factors = c.scratch(arithmetic.storage(), n);
    int shifts = c.scratch(arithmetic.storage(), n);
    Groups.Body row =
        (f, r, x, xAt, y, yAt) ->
            kernels.normalize(
                x,
                xAt,
                0,
                1,
                f.array(factors),
                f.offset(factors),
                f.array(shifts),
                f.offset(shifts),
                y,
                yAt,
                n);
    Step rows =
        c.layout(0).isChannelsLast()
            ? pixels(c, Math.multiplyExact(split.outer(), split.inner()), n, row)
            : Groups.rows(split.outer(), n).step(c, arithmetic, row);
    return f -> {
      for (int k = 0; k < n; k++) {
        double factor = parameters[0].get(f, k) / Math.sqrt(parameters[3].get(f, k) + epsilon);
        double shift = parameters[1].get(f, k) - parameters[2].get(f, k) * factor;
        arithmetic.set(f.array(factors), f.offset(factors) + k, factor);
        arithmetic.set(f.array(shifts), f.offset(shifts) + k, shift);
      }
      rows.run(f);
    };
  }

  private static Step pixels(CompileContext c, int pixels, int channels, Groups.Body row) {
    int x = c.input(0);
    int y = c.output(0);
    int xPitch = c.layout(0).pitch();
    int yPitch = c.outputLayout(0).pitch();
    if (xPitch == yPitch) {
      c.inPlace(0, 0);
    }
    return Ranges.step(
        pixels,
        Ranges.grain(4 * Ranges.COSTLY, channels),
        (f, from, to, w) -> {
          for (int p = from; p < to; p++) {
            int xAt = f.offset(x) + p * xPitch;
            row.run(f, p, f.array(x), xAt, f.array(y), f.offset(y) + p * yPitch);
          }
        });
  }
}
