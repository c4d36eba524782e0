package io.sardonyx.ops.detection;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Every region of interest as a small picture of a fixed size, each of its pixels pooled from
 * points of the region between the input's pixels.
 *
 * @param mode how points are pooled
 * @param coordinates whether regions are moved by half a pixel
 * @param height the output's height
 * @param width the output's width
 * @param samplingRatio points along a side of an output pixel; 0 for about one per input pixel
 * @param spatialScale the input's size relative to that which regions are given for
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RoiAlign.html">RoiAlign</a>
 */
record RoiAlign(
    Mode mode,
    Coordinates coordinates,
    int height,
    int width,
    int samplingRatio,
    float spatialScale)
    implements Operator {

  /** How points are pooled. */
  enum Mode {
    AVG,
    MAX
  }

  /** Whether regions are moved by half a pixel. */
  enum Coordinates {
    HALF_PIXEL,
    OUTPUT_HALF_PIXEL
  }

  /** Channels of a task. */
  private static final int CHANNELS = 16;

  RoiAlign(Attributes a) {
    this(
        a.choice("mode", Mode.class),
        // Version 10 has no such attribute, and does not move regions.
        a.has("coordinate_transformation_mode")
            ? a.choice("coordinate_transformation_mode", Coordinates.class)
            : Coordinates.OUTPUT_HALF_PIXEL,
        a.intValue("output_height"),
        a.intValue("output_width"),
        a.intValue("sampling_ratio"),
        a.number("spatial_scale"));
  }

  @Override
  public void infer(InferContext c) {
    if (height < 1 || width < 1 || samplingRatio < 0) {
      throw c.error(
          "the output's size is %dx%d with %d samples; expected positive sizes",
          height, width, samplingRatio);
    }
    requireRank(c, 0, 4);
    requireRank(c, 1, 2);
    requireRank(c, 2, 1);
    Shape rois = c.shape(1);
    if (rois.isRanked() && rois.dim(1).isKnown() && !rois.dim(1).is(4)) {
      throw c.error("the regions have shape %s; expected [R,4]", rois);
    }
    Dim count = rois.isRanked() ? rois.dim(0) : Dim.UNKNOWN;
    Shape batch = c.shape(2);
    if (batch.isRanked()) {
      if (count.isKnown() && batch.dim(0).isKnown() && !count.equals(batch.dim(0))) {
        throw c.error("there are %s regions and %s batch indices", count, batch.dim(0));
      }
      count = count.refine(batch.dim(0));
    }
    Dim channels = c.shape(0).isRanked() ? c.shape(0).dim(1) : Dim.UNKNOWN;
    c.output(0, c.elementType(0), Shape.of(count, channels, Dim.of(height), Dim.of(width)));
  }

  private static void requireRank(NodeContext c, int i, int rank) {
    if (c.rank(i) >= 0 && c.rank(i) != rank) {
      throw c.error("input %d has shape %s; expected rank %d", i, c.shape(i), rank);
    }
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    int channels = Math.toIntExact(x[1]);
    int regions = Math.toIntExact(c.dims(1)[0]);
    ElementType type = c.elementType(0);
    RoiSamples samples =
        new RoiSamples(
            Math.toIntExact(x[2]),
            Math.toIntExact(x[3]),
            height,
            width,
            samplingRatio,
            type != ElementType.DOUBLE);
    c.workerScratch(Storage.INTS, samples.usualLength());
    c.workerScratch(Storage.DOUBLES, samples.usualLength());
    RoiAlignment alignment = new RoiAlignment(c, this, samples);
    int blocks = (channels + CHANNELS - 1) / CHANNELS;
    ParallelTask task =
        (f, number, worker) -> {
          int from = number % blocks * CHANNELS;
          alignment.run(f, worker, number / blocks, from, Math.min(channels, from + CHANNELS));
        };
    int tasks = Math.multiplyExact(regions, blocks);
    return f -> f.parallel(tasks, task);
  }
}
