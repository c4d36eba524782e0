package io.sardonyx.zoo.networks;

import io.sardonyx.proto.ModelProto;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The networks that can be built: topologies of torchvision with weights that are random, the same
 * on every machine, and scaled so that activations neither grow nor vanish with depth.
 *
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public enum Network {
  RESNET18("resnet18", 11_689_512, ResNet::resnet18),
  RESNET50("resnet50", 25_557_032, ResNet::resnet50),
  VGG16("vgg16", 138_357_544, Vgg16::build),
  MOBILENET_V2("mobilenet_v2", 3_504_872, MobileNetV2::build),
  EFFICIENTNET_B0("efficientnet_b0", 5_288_548, EfficientNetB0::build);

  private final String id;
  private final int parameters;

  @SuppressWarnings("ImmutableEnumChecker") // the functions are static methods
  private final Function<NetworkOptions, ModelProto> topology;

  Network(String id, int parameters, Function<NetworkOptions, ModelProto> topology) {
    this.id = id;
    this.parameters = parameters;
    this.topology = topology;
  }

  /**
   * The network of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Network named(String id) {
    return Arrays.stream(values())
        .filter(n -> n.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no network '%s'; there are %s"
                    .formatted(id, Arrays.stream(values()).map(Network::id).toList())));
  }

  /** Its name in torchvision. */
  public String id() {
    return id;
  }

  /** The number of trained values with {@link NetworkOptions#DEFAULT}. */
  public int parameters() {
    return parameters;
  }

  /**
   * The model: input {@code input} of [batch,3,size,size], output {@code output} of
   * [batch,classes], opset 13.
   */
  public ModelProto build(NetworkOptions options) {
    return topology.apply(options);
  }
}
