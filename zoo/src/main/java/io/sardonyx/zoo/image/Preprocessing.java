package io.sardonyx.zoo.image;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import java.util.List;

/**
 * What happens to a picture before a network sees it, as torchvision does it: the picture is
 * converted to {@code colors}, resized, cropped in the middle, inverted if asked, and its levels L
 * become {@code (L / 255 - mean) / std}.
 *
 * <p>Immutable. Start from a preset and change what differs: {@code
 * Preprocessing.IMAGENET_224.withLayout(TensorLayout.NHWC)}.
 *
 * @param colors the channels of the tensor
 * @param resize the size before cropping
 * @param cropWidth width of the cut-out middle; 0 keeps the picture. A smaller picture is
 *     surrounded by zeros
 * @param cropHeight height of the cut-out middle; 0 keeps the picture
 * @param inverted whether dark becomes light, for networks trained on light strokes
 * @param mean what is subtracted, for each channel
 * @param std what is divided by, for each channel
 * @param layout the order of the tensor's dimensions
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>, each of
 *     which names its preprocessing
 */
public record Preprocessing(
    ColorMode colors,
    Resize resize,
    int cropWidth,
    int cropHeight,
    boolean inverted,
    List<Float> mean,
    List<Float> std,
    TensorLayout layout) {

  private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
  private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);

  /** RGB pictures of any size, levels scaled to 0 to 1: the base of own pipelines. */
  public static final Preprocessing RGB = plain(ColorMode.RGB);

  /** Gray pictures of any size, levels scaled to 0 to 1: the base of own pipelines. */
  public static final Preprocessing GRAY = plain(ColorMode.GRAY);

  /**
   * Shorter side to 256, the middle 224x224, ImageNet's mean and deviation: for ResNet, VGG,
   * MobileNet V2, DenseNet and most others of torchvision with their first weights.
   */
  public static final Preprocessing IMAGENET_224 = imagenet(256, 224, Interpolation.BILINEAR);

  /** The same with 232 instead of 256: for torchvision's newer weights (IMAGENET1K_V2). */
  public static final Preprocessing IMAGENET_224_V2 = imagenet(232, 224, Interpolation.BILINEAR);

  /** Shorter side to 256, cubic, the middle 224x224: for EfficientNet-B0. */
  public static final Preprocessing IMAGENET_BICUBIC_224 =
      imagenet(256, 224, Interpolation.BICUBIC);

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != colors.channels() || std.size() != colors.channels()) {
      throw new IllegalArgumentException(
          "mean is %s and std is %s; expected %d values each for %s"
              .formatted(mean, std, colors.channels(), colors));
    }
    if (std.contains(0f) || std.contains(-0f)) {
      throw new IllegalArgumentException("std is " + std + "; it must not hold zeros");
    }
    if (cropWidth < 0 || cropHeight < 0 || (cropWidth == 0) != (cropHeight == 0)) {
      throw new IllegalArgumentException(
          "the crop is %dx%d; expected positive sizes, or 0x0 for none"
              .formatted(cropWidth, cropHeight));
    }
  }

  /**
   * ImageNet's mean and deviation on the middle of a picture: {@code imagenet(384, 380, BICUBIC)}
   * is EfficientNet-B4's.
   *
   * @param resize length of the shorter side
   * @param crop width and height of the middle
   */
  public static Preprocessing imagenet(int resize, int crop, Interpolation interpolation) {
    return RGB.withResize(new Resize.ShorterSide(resize, interpolation))
        .withCrop(crop, crop)
        .withNormalization(IMAGENET_MEAN, IMAGENET_STD);
  }

  private static Preprocessing plain(ColorMode colors) {
    List<Float> mean = colors == ColorMode.GRAY ? List.of(0f) : List.of(0f, 0f, 0f);
    List<Float> std = colors == ColorMode.GRAY ? List.of(1f) : List.of(1f, 1f, 1f);
    return new Preprocessing(colors, new Resize.None(), 0, 0, false, mean, std, TensorLayout.NCHW);
  }

  /** Other channels, with as many values of mean and deviation. */
  public Preprocessing withColors(ColorMode value) {
    return new Preprocessing(value, resize, cropWidth, cropHeight, inverted, mean, std, layout);
  }

  public Preprocessing withResize(Resize value) {
    return new Preprocessing(colors, value, cropWidth, cropHeight, inverted, mean, std, layout);
  }

  /** Another crop; 0, 0 for none. */
  public Preprocessing withCrop(int width, int height) {
    return new Preprocessing(colors, resize, width, height, inverted, mean, std, layout);
  }

  public Preprocessing withInverted(boolean value) {
    return new Preprocessing(colors, resize, cropWidth, cropHeight, value, mean, std, layout);
  }

  /** Another mean and deviation, one value for each channel, on the scale of 0 to 1. */
  public Preprocessing withNormalization(List<Float> newMean, List<Float> newStd) {
    return new Preprocessing(
        colors, resize, cropWidth, cropHeight, inverted, newMean, newStd, layout);
  }

  public Preprocessing withLayout(TensorLayout value) {
    return new Preprocessing(colors, resize, cropWidth, cropHeight, inverted, mean, std, value);
  }

  /** The shape of the tensors; the batch is open, and so are the sizes that depend on pictures. */
  public Shape tensorShape() {
    Dim height = Dim.UNKNOWN;
    Dim width = Dim.UNKNOWN;
    if (cropWidth > 0) {
      height = Dim.of(cropHeight);
      width = Dim.of(cropWidth);
    } else if (resize instanceof Resize.Exact exact) {
      height = Dim.of(exact.height());
      width = Dim.of(exact.width());
    }
    Dim batch = Dim.symbol("N");
    Dim channels = Dim.of(colors.channels());
    return layout == TensorLayout.NCHW
        ? Shape.of(batch, channels, height, width)
        : Shape.of(batch, height, width, channels);
  }

  /**
   * The picture that the network sees: converted, resized, cropped and inverted.
   *
   * @throws InvalidImageException if the result would be too large
   */
  public Image transform(Image image) {
    Image converted = colors == ColorMode.GRAY ? image.toGray() : image.toRgb();
    Image resized = resizedAndCropped(converted);
    Image shown = inverted ? resized.inverted() : resized;
    return cropWidth == 0 ? shown : shown.padded(cropWidth, cropHeight);
  }

  private Image resizedAndCropped(Image image) {
    return switch (resize) {
      case Resize.None() -> image.cropped(window(image.width(), image.height()));
      case Resize.Exact(int width, int height, Interpolation filter) ->
          Resampler.resize(image, width, height, filter, window(width, height));
      case Resize.ShorterSide(int size, Interpolation filter) -> {
        long shorter = Math.min(image.width(), image.height());
        long longer = size * (long) Math.max(image.width(), image.height()) / shorter;
        if (longer > Integer.MAX_VALUE) {
          throw new InvalidImageException(
              "a %s is too long and narrow to be resized to %d".formatted(image, size));
        }
        boolean upright = image.width() <= image.height();
        int width = upright ? size : (int) longer;
        int height = upright ? (int) longer : size;
        yield Resampler.resize(image, width, height, filter, window(width, height));
      }
    };
  }

  private Window window(int width, int height) {
    return cropWidth == 0
        ? new Window(0, 0, width, height)
        : Window.center(width, height, cropWidth, cropHeight);
  }

  /**
   * One picture as a batch of one.
   *
   * @throws InvalidImageException if the result would be too large
   */
  public Tensor tensor(Image image) {
    return tensor(List.of(image));
  }

  /**
   * Pictures as a batch, in their order.
   *
   * @throws InvalidImageException if there are none, they do not get the same size, or the result
   *     would be too large
   */
  public Tensor tensor(List<Image> images) {
    if (images.isEmpty()) {
      throw new InvalidImageException("a batch of no pictures; expected one or more");
    }
    List<Image> ready = images.stream().map(this::transform).toList();
    Image first = ready.getFirst();
    for (int i = 1; i < ready.size(); i++) {
      Image other = ready.get(i);
      if (other.width() != first.width() || other.height() != first.height()) {
        throw new InvalidImageException(
            "pictures 0 and %d of a batch get %dx%d and %dx%d pixels; crop or resize to one size"
                .formatted(i, first.width(), first.height(), other.width(), other.height()));
      }
    }
    int size = first.pixels().length;
    if ((long) size * ready.size() > Integer.MAX_VALUE - 8) {
      throw new InvalidImageException(
          "a batch of %d pictures of %dx%d is too large for an array"
              .formatted(ready.size(), first.width(), first.height()));
    }
    float[] values = new float[size * ready.size()];
    float[][] levels = levels();
    for (int i = 0; i < ready.size(); i++) {
      write(ready.get(i), levels, values, i * size);
    }
    return Tensor.of(
        values, layout.shape(ready.size(), colors.channels(), first.height(), first.width()));
  }

  /** What each level of each channel becomes. */
  private float[][] levels() {
    float[][] levels = new float[colors.channels()][256];
    for (int c = 0; c < levels.length; c++) {
      for (int level = 0; level < 256; level++) {
        levels[c][level] = (level / 255f - mean.get(c)) / std.get(c);
      }
    }
    return levels;
  }

  private void write(Image image, float[][] levels, float[] values, int offset) {
    byte[] pixels = image.pixels();
    int channels = colors.channels();
    int area = image.width() * image.height();
    for (int c = 0; c < channels; c++) {
      int o = layout == TensorLayout.NCHW ? offset + c * area : offset + c;
      int step = layout == TensorLayout.NCHW ? 1 : channels;
      for (int p = colors.source(c); p < pixels.length; p += channels, o += step) {
        values[o] = levels[c][pixels[p] & 0xff];
      }
    }
  }
}
