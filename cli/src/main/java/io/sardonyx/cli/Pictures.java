package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import io.sardonyx.TensorType;
import io.sardonyx.ValueInfo;
import io.sardonyx.zoo.image.Interpolation;
import io.sardonyx.zoo.image.Preprocessing;
import io.sardonyx.zoo.image.Resize;

/** Finds the preprocessing that an input of a model most likely wants. */
final class Pictures {

  private static final int IMAGENET_CROP = 224;
  private static final int IMAGENET_RESIZE = 256;

  private Pictures() {}

  /**
   * For three channels what torchvision's classifiers want, scaled to the input's size; for one
   * channel gray levels from 0 to 1. Sizes that the model leaves open are 224.
   *
   * @throws OnnxException if the input takes no pictures
   */
  static Preprocessing preprocessing(ValueInfo input) {
    if (!(input.type() instanceof TensorType t)
        || !t.shape().isRanked()
        || t.shape().rank() != 4
        || !(t.shape().dim(1).is(1) || t.shape().dim(1).is(3))) {
      throw new OnnxException(
          "the input '%s' takes no pictures; expected a tensor [N,3,H,W] or [N,1,H,W]"
              .formatted(input));
    }
    int height = size(t, 2);
    int width = size(t, 3);
    if (t.shape().dim(1).is(1)) {
      return Preprocessing.GRAY.withResize(new Resize.Exact(width, height, Interpolation.BILINEAR));
    }
    int resize = Math.round(Math.max(height, width) * (float) IMAGENET_RESIZE / IMAGENET_CROP);
    return Preprocessing.imagenet(resize, width, Interpolation.BILINEAR).withCrop(width, height);
  }

  private static int size(TensorType type, int axis) {
    return type.shape().dim(axis).isKnown()
        ? Math.toIntExact(type.shape().dim(axis).size())
        : IMAGENET_CROP;
  }
}
