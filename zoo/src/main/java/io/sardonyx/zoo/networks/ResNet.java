package io.sardonyx.zoo.networks;

import io.sardonyx.proto.ModelProto;

/**
 * Residual networks: ResNet-18 of basic blocks, ResNet-50 of bottlenecks with the stride in the 3x3
 * convolution.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al.: Deep residual learning</a>
 */
final class ResNet {

  private final NetworkBuilder b;
  private final boolean bottleneck;
  private final double branchGain;

  private ResNet(NetworkBuilder b, boolean bottleneck, double branchGain) {
    this.b = b;
    this.bottleneck = bottleneck;
    this.branchGain = branchGain;
  }

  static ModelProto resnet18(NetworkOptions options) {
    return build("resnet18", options, false, 2, 2, 2, 2);
  }

  static ModelProto resnet50(NetworkOptions options) {
    return build("resnet50", options, true, 3, 4, 6, 3);
  }

  private static ModelProto build(
      String name, NetworkOptions options, boolean bottleneck, int... stages) {
    NetworkBuilder b = new NetworkBuilder(name, options);
    ResNet net = new ResNet(b, bottleneck, bottleneck ? 0.35 : 0.4);
    Feature x = b.relu(b.convNorm("stem", b.input(3), Conv.of(64, 7).stride(2), 1));
    x = b.maxPool(x, 3, 2, 1);
    for (int stage = 0; stage < stages.length; stage++) {
      for (int block = 0; block < stages[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String layer = "layer%d.%d".formatted(stage + 1, block);
        x = net.block(layer, x, 64 << stage, stride);
      }
    }
    return b.build(b.linear("fc", b.flatten(b.globalAveragePool(x), 1), options.classes()));
  }

  private Feature block(String layer, Feature x, int width, int stride) {
    int channels = bottleneck ? width * 4 : width;
    Feature y;
    if (bottleneck) {
      y = b.relu(b.convNorm(layer + ".conv1", x, Conv.of(width, 1), 1));
      y = b.relu(b.convNorm(layer + ".conv2", y, Conv.of(width, 3).stride(stride), 1));
      y = b.convNorm(layer + ".conv3", y, Conv.of(channels, 1), branchGain);
    } else {
      y = b.relu(b.convNorm(layer + ".conv1", x, Conv.of(width, 3).stride(stride), 1));
      y = b.convNorm(layer + ".conv2", y, Conv.of(width, 3), branchGain);
    }
    boolean projected = stride > 1 || x.channels() != channels;
    Feature shortcut =
        projected
            ? b.convNorm(layer + ".downsample", x, Conv.of(channels, 1).stride(stride), 1)
            : x;
    return b.relu(b.add(y, shortcut));
  }
}
