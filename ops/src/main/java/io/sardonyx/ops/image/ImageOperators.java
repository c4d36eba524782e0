package io.sardonyx.ops.image;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code image}. */
public final class ImageOperators {

  private ImageOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("ImageDecoder", 20, ImageDecoder::new);
  }
}
