package io.sardonyx.ops.nn;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.ResampleKernels;
import io.sardonyx.ops.family.FloatCopies;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.SampleTable;
import io.sardonyx.ops.family.SampleTable.Mode;
import io.sardonyx.ops.family.SampleTable.Padding;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loops of DeformConv: for a few output pixels at a time, what the taps see becomes a panel of
 * a matrix, by which the weights are multiplied. Narrow floats become floats before.
 */
final class DeformSteps {

  private final DeformGeometry g;
  private final SampleTable table;
  private final ResampleKernels resample;
  private final GemmKernels gemm;
  private final int width;
  private final int x;
  private final int weights;
  private final int offsets;
  private final int bias;
  private final int mask;
  private final int y;

  private DeformSteps(CompileContext c, DeformGeometry g, int[] inputs, int y) {
    this.g = g;
    this.table = new SampleTable(g.pictureSizes(), Mode.LINEAR, Padding.ZEROS, 0);
    this.resample = KernelSets.of(c).resample();
    this.gemm = KernelSets.of(c).gemm();
    this.width = gemm.panelWidth(g.points());
    this.x = inputs[0];
    this.weights = inputs[1];
    this.offsets = inputs[2];
    this.bias = inputs[3];
    this.mask = inputs[4];
    this.y = y;
  }

  static Step of(CompileContext c, DeformGeometry g) {
    ElementType type = c.elementType(0);
    int[] inputs = new int[5];
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      inputs[i] = i < c.inputCount() && c.hasInput(i) ? c.input(i) : -1;
      if (inputs[i] >= 0 && type != ElementType.FLOAT && type != ElementType.DOUBLE) {
        int n = Math.toIntExact(c.shape(i).elements());
        int floats = c.scratch(Storage.FLOATS, n);
        steps.add(FloatCopies.decode(type, inputs[i], floats, n));
        inputs[i] = floats;
      }
    }
    int y = c.output(0);
    if (type == ElementType.DOUBLE) {
      return DeformDoubles.step(c, g, inputs, y);
    }
    if (type == ElementType.FLOAT) {
      return new DeformSteps(c, g, inputs, y).step(c);
    }
    int n = Math.toIntExact(g.samples() * (long) g.outChannels() * g.points());
    int floats = c.scratch(Storage.FLOATS, n);
    steps.add(new DeformSteps(c, g, inputs, floats).step(c));
    steps.add(FloatCopies.encode(type, floats, y, n));
    Step[] all = steps.toArray(Step[]::new);
    return f -> {
      for (Step step : all) {
        step.run(f);
      }
    };
  }

  private Step step(CompileContext c) {
    int rows = g.inChannels() * g.taps();
    c.workerScratch(Storage.FLOATS, (long) rows * width + (long) table.taps() * width);
    c.workerScratch(Storage.INTS, table.length(width));
    c.workerScratch(Storage.DOUBLES, table.length(width));
    int tiles = (g.points() + width - 1) / Math.max(1, width);
    int tasks = Math.multiplyExact(tiles, g.samples());
    ParallelTask tile =
        (f, task, worker) -> {
          int first = task % tiles * width;
          int n = Math.min(width, g.points() - first);
          fillPanel(f, worker, task / tiles, first, n);
          multiply(f, worker, task / tiles, first, n);
        };
    return f -> f.parallel(tasks, tile);
  }

  /** Samples all input channels at all taps of {@code n} output pixels. */
  private void fillPanel(Frame f, int worker, int sample, int first, int n) {
    int perGroup = g.inChannels() / g.offsetGroups();
    for (int group = 0; group < g.offsetGroups(); group++) {
      for (int tap = 0; tap < g.taps(); tap++) {
        int outside = prepare(f, worker, sample, group, tap, first, n);
        for (int k = group * perGroup; k < (group + 1) * perGroup; k++) {
          int from = f.offset(x) + (sample * g.inChannels() + k) * g.picture();
          sum(f, worker, from, n, panelAt() + (k * g.taps() + tap) * width, outside);
        }
      }
    }
  }

  /** A worker's floats hold the weights of the samples first, then the panel. */
  private int panelAt() {
    return table.taps() * width;
  }

  /** Finds where a tap of {@code n} output pixels looks; tells how many look beyond the picture. */
  private int prepare(Frame f, int worker, int sample, int group, int tap, int first, int n) {
    int[] index = f.workerInts(worker);
    double[] exact = f.workerDoubles(worker);
    int rank = g.spatialRank();
    int channel = (sample * g.offsetGroups() + group) * g.taps() + tap;
    boolean outside = false;
    for (int i = 0; i < n; i++) {
      int at = table.placeAt(n);
      g.place(first + i, tap, exact, at);
      for (int d = 0; d < rank; d++) {
        int moved = f.offset(offsets) + (channel * rank + d) * g.points() + first + i;
        exact[at + d] += f.floats(offsets)[moved];
      }
      outside |= table.set(index, exact, i, n);
      if (mask >= 0) {
        float m = f.floats(mask)[f.offset(mask) + channel * g.points() + first + i];
        for (int e = i; e < table.taps() * n; e += n) {
          exact[e] *= m;
        }
      }
    }
    float[] own = f.workerFloats(worker);
    for (int e = 0; e < table.taps() * n; e++) {
      own[e] = (float) exact[e];
    }
    return outside ? table.settle(index, n) : 0;
  }

  private void sum(Frame f, int worker, int from, int n, int to, int outside) {
    float[] in = f.floats(x);
    int[] index = f.workerInts(worker);
    float[] own = f.workerFloats(worker);
    resample.columns(in, from, index, own, table.taps(), n, 1, own, to, 1);
    table.repair(in, from, index, own, n, outside, own, to);
  }

  private void multiply(Frame f, int worker, int sample, int first, int n) {
    int outPerGroup = g.outChannels() / g.groups();
    int sums = g.inChannels() / g.groups() * g.taps();
    float[] out = f.floats(y);
    for (int k = 0; k < g.outChannels(); k++) {
      int at = f.offset(y) + (sample * g.outChannels() + k) * g.points() + first;
      Arrays.fill(out, at, at + n, bias < 0 ? 0 : f.floats(bias)[f.offset(bias) + k]);
    }
    for (int group = 0; group < g.groups(); group++) {
      int to = f.offset(y) + (sample * g.outChannels() + group * outPerGroup) * g.points() + first;
      gemm.rows(
          0,
          outPerGroup,
          sums,
          f.floats(weights),
          f.offset(weights) + group * outPerGroup * sums,
          sums,
          f.workerFloats(worker),
          panelAt() + group * sums * width,
          0,
          width,
          n,
          out,
          to,
          g.points(),
          null,
          0,
          out,
          to,
          g.points(),
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY);
    }
  }
}
