package io.sardonyx.zoo.networks;

/** A value inside a network that is being built; only its builder makes and takes them. */
public final class Feature {

  private final String name;
  private final Samples samples;

  Feature(String name, Samples samples) {
    this.name = name;
    this.samples = samples;
  }

  /** The value's name in the model. */
  public String name() {
    return name;
  }

  /** The size of its second dimension. */
  public int channels() {
    return samples.channels();
  }

  Samples samples() {
    return samples;
  }
}
