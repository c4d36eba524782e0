package io.sardonyx.zoo.networks;

/**
 * How a network is built. Immutable; start from {@link #DEFAULT}.
 *
 * @param seed where the weights come from: the same seed gives the same bits everywhere
 * @param batch the number of pictures; 0 leaves it open, as the symbol {@code batch}
 * @param imageSize width and height of the pictures, a multiple of 32
 * @param classes the number of scores
 * @param foldNorms whether batch normalisation is folded into the convolutions, as PyTorch exports
 *     networks by default, or kept as nodes
 */
public record NetworkOptions(long seed, int batch, int imageSize, int classes, boolean foldNorms) {

  /** ImageNet's pictures of 224x224 and 1000 classes, an open batch, normalisation as nodes. */
  public static final NetworkOptions DEFAULT = new NetworkOptions(1, 0, 224, 1000, false);

  public NetworkOptions {
    if (batch < 0 || classes < 1) {
      throw new IllegalArgumentException(
          "batch is %d and classes is %d; expected 0 or more, and 1 or more"
              .formatted(batch, classes));
    }
    if (imageSize < 32 || imageSize % 32 != 0) {
      throw new IllegalArgumentException(
          "imageSize is " + imageSize + "; expected a positive multiple of 32");
    }
  }

  public NetworkOptions withSeed(long value) {
    return new NetworkOptions(value, batch, imageSize, classes, foldNorms);
  }

  public NetworkOptions withBatch(int value) {
    return new NetworkOptions(seed, value, imageSize, classes, foldNorms);
  }

  public NetworkOptions withImageSize(int value) {
    return new NetworkOptions(seed, batch, value, classes, foldNorms);
  }

  public NetworkOptions withClasses(int value) {
    return new NetworkOptions(seed, batch, imageSize, value, foldNorms);
  }

  public NetworkOptions withFoldNorms(boolean value) {
    return new NetworkOptions(seed, batch, imageSize, classes, value);
  }
}
