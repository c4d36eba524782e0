package io.sardonyx.conformance.guarantees;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.conformance.ReferenceCase;
import io.sardonyx.conformance.ReferenceData;
import io.sardonyx.zoo.networks.Network;
import io.sardonyx.zoo.networks.NetworkOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Networks to test with: those of the zoo, a U-Net, and exports of PyTorch if they are there. */
public final class Networks {

  /** The property that names the folder of PyTorch exports. */
  static final String PROPERTY = "pytorch.models";

  /** A model and values for its inputs. */
  public record Sample(String name, byte[] model, Map<String, Value> inputs) {

    @Override
    public String toString() {
      return name;
    }
  }

  private Networks() {}

  /** A network of the zoo for one picture size, with an open batch, and a batch of pictures. */
  public static Sample zoo(Network network, int size, int batch) {
    byte[] model =
        network.build(NetworkOptions.DEFAULT.withImageSize(size).withClasses(100)).toByteArray();
    return new Sample(network.id(), model, Map.of("input", pictures(batch, 3, size)));
  }

  /** Pictures of a few smooth waves each, with mean 0 and variance 1. */
  public static Tensor pictures(int batch, int channels, int size) {
    Random random = new Random(7);
    float[] values = new float[batch * channels * size * size];
    for (int map = 0; map < batch * channels; map++) {
      double right = 0.05 + 0.4 * random.nextDouble();
      double down = 0.05 + 0.4 * random.nextDouble();
      for (int i = 0; i < size * size; i++) {
        double wave = Math.sin(right * (i % size) + down * Math.floorDiv(i, size));
        values[map * size * size + i] = (float) (1.3 * wave + 0.4 * random.nextGaussian());
      }
    }
    return Tensor.of(values, batch, channels, size, size);
  }

  /** Small networks of the zoo and a U-Net. */
  public static List<Sample> zooAndUNet() {
    return List.of(
        zoo(Network.RESNET18, 64, 1),
        zoo(Network.MOBILENET_V2, 64, 2),
        zoo(Network.EFFICIENTNET_B0, 64, 1),
        new Sample("unet", UNet.build(8, 3), Map.of("input", pictures(1, 3, 64))));
  }

  /** Small networks of many kinds: {@link #zooAndUNet} and the PyTorch exports. */
  public static List<Sample> small() {
    List<Sample> samples = new ArrayList<>(zooAndUNet());
    exports().ifPresent(folder -> ReferenceCase.find(folder).forEach(c -> samples.add(export(c))));
    return samples;
  }

  private static Sample export(ReferenceCase test) {
    try (OnnxModel model = OnnxModel.load(test.model())) {
      Map<String, Value> inputs = test.data(model).getFirst().inputs();
      return new Sample(test.name(), Files.readAllBytes(test.model()), inputs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of PyTorch exports: where the property says, or beside the reference cases. */
  static Optional<Path> exports() {
    String named = System.getProperty(PROPERTY, "");
    Optional<Path> folder =
        named.isEmpty()
            ? ReferenceData.folder().map(f -> f.resolveSibling("pytorch-models").resolve("tiny"))
            : Optional.of(Path.of(named));
    return folder.filter(Files::isDirectory);
  }
}
