package io.sardonyx.ops.microsoft;

import io.sardonyx.Dim;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Parts of images [batch, channels, height, width], cut out along boxes [boxes, (y1, x1, y2, x2)]
 * that count from 0 to 1, and scaled to one size with their corners aligned.
 *
 * @param isNearest whether a pixel is the nearest one of the image, rather than a mean of four
 * @param outside what a pixel is where the box leaves the image
 */
record CropAndResize(boolean isNearest, float outside) implements Operator {

  private static final int BOXES = 1;
  private static final int IMAGES = 2;
  private static final int SIZE = 3;

  CropAndResize(Attributes a) {
    this(a.string("mode").equals("nearest"), a.number("extrapolation_value"));
    if (!isNearest && !a.string("mode").equals("bilinear")) {
      throw new InvalidModelException(
          "attribute 'mode' is '" + a.string("mode") + "'; expected bilinear or nearest");
    }
  }

  @Override
  public void infer(InferContext c) {
    int[] ranks = {4, 2, 1, 1};
    for (int i = 0; i < ranks.length; i++) {
      if (c.rank(i) >= 0 && c.rank(i) != ranks[i]) {
        throw c.error("input %d has shape %s; expected rank %d", i, c.shape(i), ranks[i]);
      }
    }
    long[] size = c.longs(SIZE);
    if (size != null && (size.length != 2 || size[0] <= 0 || size[1] <= 0)) {
      throw c.error("crop_size must be two positive numbers");
    }
    Dim boxes = c.rank(BOXES) < 0 ? Dim.UNKNOWN : c.shape(BOXES).dim(0);
    Dim channels = c.rank(0) < 0 ? Dim.UNKNOWN : c.shape(0).dim(1);
    Dim height = size == null ? Dim.UNKNOWN : Dim.of(size[0]);
    Dim width = size == null ? Dim.UNKNOWN : Dim.of(size[1]);
    c.output(0, c.elementType(0), Shape.of(boxes, channels, height, width));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    if (c.dims(BOXES)[1] != 4 || c.dims(IMAGES)[0] != out[0]) {
      throw c.error(
          "rois %s and batch_indices %s do not fit; expected [n,4] and [n]",
          c.shape(BOXES), c.shape(IMAGES));
    }
    int x = c.input(0);
    int boxes = c.input(BOXES);
    int images = c.input(IMAGES);
    int y = c.output(0);
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    int channels = Math.toIntExact(out[1]);
    int inHeight = Math.toIntExact(in[2]);
    int inWidth = Math.toIntExact(in[3]);
    int outHeight = Math.toIntExact(out[2]);
    int outWidth = Math.toIntExact(out[3]);
    Crop crop = new Crop(numbers, inHeight, inWidth);
    c.workerScratch(Storage.DOUBLES, 4);
    return f ->
        f.parallel(
            Math.toIntExact(out[0]),
            (frame, box, worker) -> {
              int image = frame.ints(images)[frame.offset(images) + box];
              if (image < 0 || image >= in[0]) {
                throw frame.error("image %d is not among the %d of the batch", image, in[0]);
              }
              double[] corner = frame.workerDoubles(worker);
              for (int i = 0; i < 4; i++) {
                int at = frame.offset(boxes) + 4 * box + i;
                corner[i] = numbers.getDouble(frame.array(boxes), at);
              }
              int to = frame.offset(y) + box * channels * outHeight * outWidth;
              for (int ch = 0; ch < channels; ch++) {
                int plane = frame.offset(x) + (image * channels + ch) * inHeight * inWidth;
                for (int r = 0; r < outHeight; r++) {
                  double atY = place(corner[0], corner[2], r, outHeight, inHeight);
                  for (int k = 0; k < outWidth; k++) {
                    double atX = place(corner[1], corner[3], k, outWidth, inWidth);
                    double pixel = sample(frame, crop, x, plane, atY, atX);
                    numbers.setDouble(frame.array(y), to++, pixel);
                  }
                }
              }
            });
  }

  private record Crop(NumberAccess numbers, int height, int width) {

    double at(Frame f, int x, int plane, int row, int column) {
      return numbers.getDouble(f.array(x), plane + row * width + column);
    }
  }

  /** Where pixel {@code i} of {@code count} lies in the image. */
  private static double place(double from, double to, int i, int count, int size) {
    return count > 1
        ? from * (size - 1) + i * ((to - from) * (size - 1) / (count - 1))
        : 0.5 * (from + to) * (size - 1);
  }

  private double sample(Frame f, Crop c, int x, int plane, double atY, double atX) {
    if (!(atY >= 0 && atY <= c.height - 1 && atX >= 0 && atX <= c.width - 1)) {
      return outside;
    }
    if (isNearest) {
      return c.at(f, x, plane, (int) Math.round(atY), (int) Math.round(atX));
    }
    int top = (int) Math.floor(atY);
    int left = (int) Math.floor(atX);
    int bottom = (int) Math.ceil(atY);
    int right = (int) Math.ceil(atX);
    double down = atY - top;
    double across = atX - left;
    double upper =
        c.at(f, x, plane, top, left)
            + (c.at(f, x, plane, top, right) - c.at(f, x, plane, top, left)) * across;
    double lower =
        c.at(f, x, plane, bottom, left)
            + (c.at(f, x, plane, bottom, right) - c.at(f, x, plane, bottom, left)) * across;
    return upper + (lower - upper) * down;
  }
}
