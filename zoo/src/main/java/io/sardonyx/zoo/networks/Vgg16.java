package io.sardonyx.zoo.networks;

import io.sardonyx.proto.ModelProto;

/**
 * VGG-16, configuration D, without batch normalisation. For pictures of other sizes than 224 the
 * first fully connected layer has other weights, since there is no adaptive pooling in ONNX.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan, Zisserman: Very deep convolutional
 *     networks</a>
 */
final class Vgg16 {

  private static final int[][] STAGES = {
    {64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}
  };

  private static final int HIDDEN = 4096;

  private Vgg16() {}

  static ModelProto build(NetworkOptions options) {
    NetworkBuilder b = new NetworkBuilder("vgg16", options);
    Feature x = b.input(3);
    int layer = 0;
    for (int[] stage : STAGES) {
      for (int channels : stage) {
        x = b.relu(b.conv("features." + layer++, x, Conv.of(channels, 3)));
      }
      x = b.maxPool(x, 2, 2, 0);
    }
    int size = options.imageSize() / 32;
    x = b.flatten(b.unitAveragePool(x), size);
    x = b.relu(b.linear("classifier.0", x, HIDDEN));
    x = b.relu(b.linear("classifier.1", x, HIDDEN));
    return b.build(b.linear("classifier.2", x, options.classes()));
  }
}
