package io.sardonyx.zoo.networks;

import io.sardonyx.proto.ModelProto;

/**
 * MobileNet V2 at width 1: inverted residuals of depthwise convolutions with linear bottlenecks.
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler et al.: MobileNetV2</a>
 */
final class MobileNetV2 {

  /**
   * Blocks of one kind in a row.
   *
   * @param stride the first block's; the others have 1
   */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final Stage[] STAGES = {
    new Stage(1, 16, 1, 1),
    new Stage(6, 24, 2, 2),
    new Stage(6, 32, 3, 2),
    new Stage(6, 64, 4, 2),
    new Stage(6, 96, 3, 1),
    new Stage(6, 160, 3, 2),
    new Stage(6, 320, 1, 1)
  };

  private static final double BRANCH_GAIN = 0.4;

  private MobileNetV2() {}

  static ModelProto build(NetworkOptions options) {
    NetworkBuilder b = new NetworkBuilder("mobilenet_v2", options);
    Feature x = b.relu6(b.convNorm("stem", b.input(3), Conv.of(32, 3).stride(2), 1));
    int index = 1;
    for (Stage stage : STAGES) {
      for (int block = 0; block < stage.blocks(); block++) {
        x = block(b, "features." + index++, x, stage, block == 0 ? stage.stride() : 1);
      }
    }
    x = b.relu6(b.convNorm("last", x, Conv.of(1280, 1), 1));
    return b.build(b.linear("classifier", b.flatten(b.globalAveragePool(x), 1), options.classes()));
  }

  private static Feature block(NetworkBuilder b, String layer, Feature x, Stage stage, int stride) {
    int hidden = x.channels() * stage.expansion();
    boolean residual = stride == 1 && x.channels() == stage.channels();
    Feature y = x;
    if (stage.expansion() != 1) {
      y = b.relu6(b.convNorm(layer + ".expand", y, Conv.of(hidden, 1), 1));
    }
    Conv depthwise = Conv.depthwise(hidden, 3).stride(stride);
    y = b.relu6(b.convNorm(layer + ".depthwise", y, depthwise, 1));
    y = b.convNorm(layer + ".project", y, Conv.of(stage.channels(), 1), residual ? BRANCH_GAIN : 1);
    return residual ? b.add(x, y) : y;
  }
}
