package io.sardonyx.ops.nn;

import io.sardonyx.kernels.Activation;
import io.sardonyx.runtime.spi.Attributes;

/** Reads and writes the attributes by which fused nodes carry an activation. */
public final class FusedActivation {

  private FusedActivation() {}

  /** The activation that a node's attributes describe; none if they describe none. */
  public static Activation of(Attributes a) {
    if (!a.isGiven("activation")) {
      return Activation.NONE;
    }
    return new Activation(
        a.choice("activation", Activation.Kind.class),
        a.number("activation_alpha"),
        a.number("activation_beta"));
  }

  /** The attributes with an activation. */
  public static Attributes with(Attributes a, Activation activation) {
    return a.with("activation", activation.kind().name())
        .with("activation_alpha", activation.alpha())
        .with("activation_beta", activation.beta());
  }
}
