package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Parameter;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Batch normalisation in training: by the mean and the variance of each channel over the batch.
 * Outputs 1 and 2 are the running statistics, 3 and 4, where there are any, those of the batch.
 *
 * @param split [instances, channels, elements of each]
 * @param parameters scale, shift, running mean and running variance
 */
record BatchStatistics(
    double epsilon, double momentum, AxisSplit split, RowKernels kernels, Parameter[] parameters) {

  Step step(CompileContext c) {
    long[] dims = {split.outer(), split.length(), split.inner()};
    Groups groups = Groups.along(dims, new boolean[] {true, false, true});
    int n = groups.length();
    int[] outputs = new int[5];
    NumberAccess[] access = new NumberAccess[5];
    for (int i = 1; i < outputs.length; i++) {
      outputs[i] = i < c.outputCount() ? c.output(i) : -1;
      access[i] = outputs[i] < 0 ? null : NumberAccess.of(c.outputElementType(i));
    }
    return groups.step(
        c,
        kernels.arithmetic(),
        (f, k, x, xAt, y, yAt) -> {
          double mean = kernels.mean(x, xAt, n);
          double variance = kernels.squaredDeviations(x, xAt, n, mean) / n;
          double factor = parameters[0].get(f, k) / Math.sqrt(variance + epsilon);
          kernels.normalize(x, xAt, mean, factor, parameters[1].get(f, k), y, yAt, n);
          put(f, outputs[1], access[1], k, moved(parameters[2].get(f, k), mean));
          put(f, outputs[2], access[2], k, moved(parameters[3].get(f, k), variance));
          put(f, outputs[3], access[3], k, mean);
          put(f, outputs[4], access[4], k, variance);
        });
  }

  private double moved(double running, double current) {
    return running * momentum + current * (1 - momentum);
  }

  private static void put(Frame f, int slot, NumberAccess access, int i, double x) {
    if (slot >= 0) {
      access.setDouble(f.array(slot), f.offset(slot) + i, x);
    }
  }
}
