package io.sardonyx.zoo.image;

/** The channels that a network takes, in their order. */
public enum ColorMode {
  /** One channel. */
  GRAY,
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red, as networks from Caffe and OpenCV want them. */
  BGR;

  /** The number of channels. */
  public int channels() {
    return this == GRAY ? 1 : 3;
  }

  /** Where the {@code i}-th channel lies in a picture's pixel. */
  int source(int i) {
    return this == BGR ? 2 - i : i;
  }
}
