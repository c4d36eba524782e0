package io.sardonyx.zoo.networks;

import io.sardonyx.proto.ModelProto;

/**
 * EfficientNet-B0: inverted residuals with squeeze and excitation, and SiLU throughout.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan, Le: EfficientNet</a>
 */
final class EfficientNetB0 {

  /**
   * Blocks of one kind in a row.
   *
   * @param stride the first block's; the others have 1
   */
  private record Stage(int expansion, int kernel, int stride, int channels, int blocks) {}

  private static final Stage[] STAGES = {
    new Stage(1, 3, 1, 16, 1),
    new Stage(6, 3, 2, 24, 2),
    new Stage(6, 5, 2, 40, 2),
    new Stage(6, 3, 2, 80, 3),
    new Stage(6, 5, 1, 112, 3),
    new Stage(6, 5, 2, 192, 4),
    new Stage(6, 3, 1, 320, 1)
  };

  private static final double BRANCH_GAIN = 0.4;

  private EfficientNetB0() {}

  static ModelProto build(NetworkOptions options) {
    NetworkBuilder b = new NetworkBuilder("efficientnet_b0", options);
    Feature x = b.silu(b.convNorm("stem", b.input(3), Conv.of(32, 3).stride(2), 1));
    for (int stage = 0; stage < STAGES.length; stage++) {
      for (int block = 0; block < STAGES[stage].blocks(); block++) {
        String layer = "features.%d.%d".formatted(stage + 1, block);
        x = block(b, layer, x, STAGES[stage], block == 0 ? STAGES[stage].stride() : 1);
      }
    }
    x = b.silu(b.convNorm("last", x, Conv.of(1280, 1), 1));
    return b.build(b.linear("classifier", b.flatten(b.globalAveragePool(x), 1), options.classes()));
  }

  private static Feature block(NetworkBuilder b, String layer, Feature x, Stage stage, int stride) {
    int hidden = x.channels() * stage.expansion();
    boolean residual = stride == 1 && x.channels() == stage.channels();
    Feature y = x;
    if (stage.expansion() != 1) {
      y = b.silu(b.convNorm(layer + ".expand", y, Conv.of(hidden, 1), 1));
    }
    Conv depthwise = Conv.depthwise(hidden, stage.kernel()).stride(stride);
    y = b.silu(b.convNorm(layer + ".depthwise", y, depthwise, 1));
    y = b.squeezeExcite(layer + ".se", y, Math.max(1, x.channels() / 4));
    y = b.convNorm(layer + ".project", y, Conv.of(stage.channels(), 1), residual ? BRANCH_GAIN : 1);
    return residual ? b.add(y, x) : y;
  }
}
