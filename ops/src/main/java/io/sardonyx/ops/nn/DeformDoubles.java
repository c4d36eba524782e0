package io.sardonyx.ops.nn;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.SampleTable;
import io.sardonyx.ops.family.SampleTable.Mode;
import io.sardonyx.ops.family.SampleTable.Padding;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/** DeformConv in double precision, an output pixel at a time. */
final class DeformDoubles {

  private final DeformGeometry g;
  private final SampleTable table;
  private final int[] inputs;
  private final int y;

  private DeformDoubles(DeformGeometry g, int[] inputs, int y) {
    this.g = g;
    this.table = new SampleTable(g.pictureSizes(), Mode.LINEAR, Padding.ZEROS, 0);
    this.inputs = inputs;
    this.y = y;
  }

  static Step step(CompileContext c, DeformGeometry g, int[] inputs, int y) {
    DeformDoubles doubles = new DeformDoubles(g, inputs, y);
    c.workerScratch(Storage.INTS, doubles.table.length(1));
    c.workerScratch(Storage.DOUBLES, doubles.table.length(1));
    int tasks = Math.multiplyExact(g.samples(), g.points());
    ParallelTask pixel =
        (f, task, worker) -> doubles.run(f, task / g.points(), task % g.points(), worker);
    return f -> f.parallel(tasks, pixel);
  }

  private void run(Frame f, int sample, int point, int worker) {
    double[] out = f.doubles(y);
    int at = f.offset(y) + sample * g.outChannels() * g.points() + point;
    for (int k = 0; k < g.outChannels(); k++) {
      out[at + k * g.points()] = inputs[3] < 0 ? 0 : read(f, 3, k);
    }
    int perGroup = g.inChannels() / g.offsetGroups();
    for (int tap = 0; tap < g.taps(); tap++) {
      for (int group = 0; group < g.offsetGroups(); group++) {
        int channel = (sample * g.offsetGroups() + group) * g.taps() + tap;
        locate(f, worker, channel, tap, point);
        double m = inputs[4] < 0 ? 1 : read(f, 4, channel * g.points() + point);
        for (int k = group * perGroup; k < (group + 1) * perGroup; k++) {
          add(f, k, tap, m * sampled(f, worker, sample * g.inChannels() + k), at);
        }
      }
    }
  }

  private void locate(Frame f, int worker, int channel, int tap, int point) {
    double[] numbers = f.workerDoubles(worker);
    int rank = g.spatialRank();
    g.place(point, tap, numbers, table.placeAt(1));
    for (int d = 0; d < rank; d++) {
      numbers[table.placeAt(1) + d] += read(f, 2, (channel * rank + d) * g.points() + point);
    }
    table.set(f.workerInts(worker), numbers, 0, 1);
  }

  private double sampled(Frame f, int worker, int plane) {
    int[] index = f.workerInts(worker);
    double[] weights = f.workerDoubles(worker);
    double sum = 0;
    for (int e = 0; e < table.taps(); e++) {
      sum += index[e] < 0 ? 0 : weights[e] * read(f, 0, plane * g.picture() + index[e]);
    }
    return sum;
  }

  /** Adds what an input channel's value at a tap contributes to all outputs of its group. */
  private void add(Frame f, int inChannel, int tap, double value, int at) {
    int inPerGroup = g.inChannels() / g.groups();
    int outPerGroup = g.outChannels() / g.groups();
    int first = inChannel / inPerGroup * outPerGroup;
    double[] out = f.doubles(y);
    for (int k = first; k < first + outPerGroup; k++) {
      int weight = (k * inPerGroup + inChannel % inPerGroup) * g.taps() + tap;
      out[at + k * g.points()] += value * read(f, 1, weight);
    }
  }

  private double read(Frame f, int input, int i) {
    return f.doubles(inputs[input])[f.offset(inputs[input]) + i];
  }
}
