package io.sardonyx.zoo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessingTest {

  private static final Image TINY =
      Image.rgb(2, 2, new byte[] {0, 51, 102, (byte) 153, (byte) 204, -1, 1, 2, 3, 4, 5, 6});

  static List<Path> results() {
    return Fixtures.files("pipeline").stream().filter(p -> p.toString().contains("bi")).toList();
  }

  @ParameterizedTest
  @MethodSource("results")
  void resizedAndCroppedAsInTorchvision(Path file) {
    String[] name = file.getFileName().toString().split("[-.]", -1);
    Image source = Fixtures.ppm(file.resolveSibling(name[0] + "-source.ppm"));
    Preprocessing preprocessing =
        Preprocessing.imagenet(
            Integer.parseInt(name[2]),
            Integer.parseInt(name[3]),
            Interpolation.valueOf(name[1].toUpperCase(Locale.ROOT)));
    assertThat(preprocessing.transform(source)).isEqualTo(Fixtures.ppm(file));
  }

  @Test
  void normalizedAsInTorchvision() {
    Image source = Fixtures.ppm(Fixtures.folder("pipeline/0-source.ppm"));
    ByteBuffer expected =
        ByteBuffer.wrap(Fixtures.bytes(Fixtures.folder("pipeline/0.f32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    Preprocessing preprocessing = Preprocessing.imagenet(20, 16, Interpolation.BILINEAR);
    Tensor tensor = preprocessing.tensor(source);
    assertThat(tensor.shape()).containsExactly(1, 3, 16, 16);
    for (float value : tensor.floats()) {
      assertThat(value).isEqualTo(expected.getFloat(), within(1e-6f));
    }
    assertThat(expected.hasRemaining()).isFalse();
  }

  @Test
  void layoutsAndColours() {
    assertThat(Preprocessing.RGB.tensor(TINY).floats())
        .startsWith(0, 153 / 255f, 1 / 255f, 4 / 255f, 51 / 255f);
    Tensor pixels = Preprocessing.RGB.withLayout(TensorLayout.NHWC).tensor(TINY);
    assertThat(pixels.shape()).containsExactly(1, 2, 2, 3);
    assertThat(pixels.floats()).startsWith(0, 51 / 255f, 102 / 255f, 153 / 255f);
    Preprocessing bgr = Preprocessing.RGB.withColors(ColorMode.BGR);
    assertThat(bgr.tensor(TINY).floats()).startsWith(102 / 255f, 1, 3 / 255f, 6 / 255f, 51 / 255f);
    assertThat(bgr.withLayout(TensorLayout.NHWC).tensor(TINY).floats())
        .startsWith(102 / 255f, 51 / 255f, 0, 1);
    // Pillow: (19595 R + 38470 G + 7471 B + 32768) >> 16
    assertThat(Preprocessing.GRAY.tensor(TINY).floats())
        .containsExactly(42 / 255f, 195 / 255f, 2 / 255f, 5 / 255f);
    assertThat(Preprocessing.RGB.tensor(TINY.toGray()).shape()).containsExactly(1, 3, 2, 2);
  }

  @Test
  void normalizationIsPerChannel() {
    Preprocessing p =
        Preprocessing.RGB.withNormalization(List.of(0f, 1f, 0.5f), List.of(1f, 2f, 0.25f));
    assertThat(p.tensor(TINY).floats())
        .startsWith(0, 153 / 255f)
        .contains((51 / 255f - 1) / 2, (102 / 255f - 0.5f) / 0.25f);
  }

  @Test
  void invertedPicturesArePaddedWithZeros() {
    Image gray = Image.gray(1, 2, new byte[] {0, -1});
    Preprocessing p = Preprocessing.GRAY.withInverted(true).withCrop(2, 3);
    assertThat(p.tensor(gray).floats()).containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void batchesKeepTheOrder() {
    Image black = Image.rgb(2, 2, new byte[12]);
    Tensor batch = Preprocessing.RGB.tensor(List.of(black, TINY));
    assertThat(batch.shape()).containsExactly(2, 3, 2, 2);
    assertThat(batch.floats()[11]).isEqualTo(0);
    assertThat(batch.floats()[13]).isEqualTo(153 / 255f);
  }

  @Test
  void picturesOfABatchMustGetOneSize() {
    Image other = Image.rgb(3, 1, new byte[9]);
    assertThatThrownBy(() -> Preprocessing.RGB.tensor(List.of(TINY, other)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("pictures 0 and 1 of a batch get 2x2 and 3x1 pixels");
    assertThatThrownBy(() -> Preprocessing.RGB.tensor(List.of()))
        .isInstanceOf(InvalidImageException.class);
  }

  @Test
  void longPicturesCostWhatTheirMiddleCosts() {
    Image line = Image.gray(1, 2_000_000, new byte[2_000_000]);
    assertThat(Preprocessing.IMAGENET_224.tensor(line).shape()).containsExactly(1, 3, 224, 224);
    assertThatThrownBy(() -> Preprocessing.IMAGENET_224.withCrop(0, 0).tensor(line))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("too large");
    Image longer = Image.gray(1, 10_000_000, new byte[10_000_000]);
    assertThatThrownBy(() -> Preprocessing.IMAGENET_224.tensor(longer))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("too long and narrow");
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> Preprocessing.RGB.withColors(ColorMode.GRAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 values");
    assertThatThrownBy(() -> Preprocessing.GRAY.withNormalization(List.of(0f), List.of(0f)))
        .hasMessageContaining("zeros");
    assertThatThrownBy(() -> Preprocessing.GRAY.withCrop(3, 0)).hasMessageContaining("3x0");
    assertThatThrownBy(() -> new Resize.ShorterSide(0, Interpolation.BOX))
        .hasMessageContaining("a size is 0");
  }
}
