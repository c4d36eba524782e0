package io.sardonyx.zoo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {

  private static final Image SOURCE = Fixtures.ppm(Fixtures.folder("resize/source.ppm"));

  static List<Path> results() {
    return Fixtures.files("resize").stream().filter(p -> !p.endsWith("source.ppm")).toList();
  }

  @ParameterizedTest
  @MethodSource("results")
  void sizesAndFiltersAsInPillow(Path file) {
    String[] name = file.getFileName().toString().split("-|(?<=\\d)x|[.]", -1);
    Interpolation filter = Interpolation.valueOf(name[0].toUpperCase(Locale.ROOT));
    Image source = name[3].equals("pgm") ? SOURCE.toGray() : SOURCE;
    Image resized = source.resized(Integer.parseInt(name[1]), Integer.parseInt(name[2]), filter);
    assertThat(resized).isEqualTo(Fixtures.ppm(file));
  }

  @ParameterizedTest
  @EnumSource
  void aWindowIsThatPartOfTheWhole(Interpolation filter) {
    int[][] sizes = {{20, 15}, {90, 80}, {61, 20}, {25, 47}, {61, 47}};
    for (int[] size : sizes) {
      Window window = new Window(4, 3, 13, 9);
      Image whole = SOURCE.resized(size[0], size[1], filter);
      Image part = Resampler.resize(SOURCE, size[0], size[1], filter, window);
      assertThat(part).as("%dx%d", size[0], size[1]).isEqualTo(whole.cropped(window));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneColourStaysThatColour(Interpolation filter) {
    byte[] levels = new byte[7 * 5 * 3];
    java.util.Arrays.fill(levels, (byte) 201);
    byte[] resized = Image.rgb(7, 5, levels).resized(16, 2, filter).bytes();
    assertThat(resized).containsOnly((byte) 201);
  }

  @Test
  void onePixelFillsAnything() {
    Image one = Image.gray(1, 1, new byte[] {9});
    assertThat(one.resized(3, 2, Interpolation.LANCZOS))
        .isEqualTo(Image.gray(3, 2, new byte[] {9, 9, 9, 9, 9, 9}));
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatThrownBy(() -> SOURCE.resized(0, 5, Interpolation.BOX))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("cannot become 0x5");
    assertThatThrownBy(() -> SOURCE.resized(100_000, 100_000, Interpolation.BOX))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> SOURCE.centerCropped(3, -1)).isInstanceOf(InvalidImageException.class);
    assertThatThrownBy(() -> Image.gray(2, 2, new byte[5]))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("cannot have 5 samples");
    assertThatThrownBy(() -> SOURCE.level(61, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
