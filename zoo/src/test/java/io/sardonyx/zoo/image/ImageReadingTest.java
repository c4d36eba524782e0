package io.sardonyx.zoo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReadingTest {

  static List<Path> pictures() {
    return Fixtures.files("read").stream().filter(p -> !p.toString().endsWith(".ppm")).toList();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyKindOfPictureIsReadAsPillowReadsIt(Path file) {
    Image expected = Fixtures.ppm(file.resolveSibling(file.getFileName() + ".ppm"));
    Image image = Image.read(file);
    if (file.getFileName().toString().endsWith(".jpg")) {
      Fixtures.assertClose(image.toRgb(), expected);
    } else {
      assertThat(image.toRgb()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gray1.png", "gray8.png", "gray16.png", "gray-alpha8.png", "gray.jpg"})
  void grayPicturesHaveOneChannel(String name) {
    assertThat(Image.read(Fixtures.folder("read").resolve(name)).channels()).isEqualTo(1);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Image.read(Path.of("no", "such.png")))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining(Path.of("no", "such.png").toString())
        .hasMessageContaining("cannot be read");
  }

  @Test
  void unknownContentIsShown() {
    byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> ImageReader.DEFAULT.decode(text, "hello.png"))
        .isInstanceOf(InvalidImageException.class)
        .hasMessage(
            "hello.png: is no picture of a known format (it starts with 68 65 6c 6c 6f);"
                + " expected PNG, JPEG, GIF or BMP");
    assertThatThrownBy(() -> ImageReader.DEFAULT.decode(new byte[0], "empty.png"))
        .hasMessageContaining("it is empty");
  }

  @Test
  void tooManyPixelsAreRefusedBeforeDecoding() {
    byte[] png = Fixtures.bytes(Fixtures.folder("read").resolve("rgb8.png"));
    assertThat(new ImageReader(13 * 9).decode(png, "a.png").width()).isEqualTo(13);
    assertThatThrownBy(() -> new ImageReader(13 * 9 - 1).decode(png, "a.png"))
        .isInstanceOf(InvalidImageException.class)
        .hasMessage("a.png: has 13x9 pixels; at most 116 are allowed");
  }

  @Test
  void aHugePictureInASmallFileIsRefused() {
    byte[] jpeg = Fixtures.bytes(Fixtures.folder("read").resolve("gray.jpg"));
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0x70);
        break;
      }
    }
    assertThatThrownBy(() -> ImageReader.DEFAULT.decode(jpeg, "bomb.jpg"))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("28784x28784");
  }

  @Test
  void thousandsOfScansAreRefused() throws IOException {
    byte[] jpeg = Fixtures.bytes(Fixtures.folder("read").resolve("progressive.jpg"));
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, jpeg.length - 2);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 5, 0, 0};
    for (int i = 0; i < 600; i++) {
      many.write(scan);
    }
    many.write(new byte[] {(byte) 0xff, (byte) 0xd9});
    assertThatThrownBy(() -> ImageReader.DEFAULT.decode(many.toByteArray(), "scans.jpg"))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("more than 500 scans");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void damagedPicturesGiveNothingButInvalidImageException(Path file) {
    byte[] bytes = Fixtures.bytes(file);
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = i < 20 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
      for (int k = 0; i >= 20 && k < 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(new ImageReader(1 << 20).decode(damaged, "damaged").width()).isPositive();
      } catch (InvalidImageException e) {
        assertThat(e).hasMessageStartingWith("damaged: ");
      }
    }
  }

  @Test
  void aTruncatedJpegIsRefused() {
    byte[] jpeg = Fixtures.bytes(Fixtures.folder("read").resolve("jfif-444.jpg"));
    byte[] half = Arrays.copyOf(jpeg, jpeg.length - 100);
    assertThatThrownBy(() -> ImageReader.DEFAULT.decode(half, "half.jpg"))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageStartingWith("half.jpg: Truncated");
  }

  @Test
  void malformedExifIsIgnored() {
    byte[] jpeg = Fixtures.bytes(Fixtures.folder("read").resolve("exif-6.jpg"));
    Image upright = ImageReader.DEFAULT.decode(jpeg, "upright");
    assertThat(upright).extracting(Image::width, Image::height).containsExactly(6, 11);
    // Behind the two bytes of SOI come marker, length and "Exif\0\0".
    int tiff = 12;
    assertThat(new String(jpeg, tiff, 2, StandardCharsets.US_ASCII)).isEqualTo("MM");
    int[][] damages = {
      {tiff, 'X'}, // byte order
      {tiff + 3, 43}, // magic number
      {tiff + 4, 0x80}, // negative offset of the directory
      {tiff + 6, 0x7f}, // offset behind the end
      {tiff + 7, 4}, // offset into the header
      {tiff + 7, 9}, // odd offset
      {tiff + 10 + 12 + 3, 4}, // type LONG
      {tiff + 10 + 12 + 7, 2}, // two values
      {tiff + 10 + 12 + 9, 0}, // orientation 0
      {tiff + 10 + 12 + 9, 9}, // orientation 9
      {tiff + 9, 1}, // one entry only
      {4, 0xff}, // a segment longer than the file
      {5, 7}, // a segment shorter than its name
    };
    for (int[] damage : damages) {
      byte[] damaged = jpeg.clone();
      damaged[damage[0]] = (byte) damage[1];
      JpegHeader header = JpegHeader.parse(damaged, "damaged");
      assertThat(header.orientation()).as("%d", damage[0]).isEqualTo(ExifOrientation.NORMAL);
    }
  }

  @Test
  void entriesThatDoNotFitTheirCountAreIgnored() {
    byte[] jpeg = Fixtures.bytes(Fixtures.folder("read").resolve("exif-6.jpg"));
    jpeg[12 + 8] = (byte) 0xff;
    jpeg[12 + 10 + 12] = 0x55;
    assertThat(JpegHeader.parse(jpeg, "a").orientation()).isEqualTo(ExifOrientation.NORMAL);
  }

  @Test
  void awtImagesKeepTheirLevels() {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_INT_ARGB_PRE,
          BufferedImage.TYPE_INT_BGR,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_4BYTE_ABGR
        }) {
      BufferedImage image = new BufferedImage(3, 2, type);
      image.setRGB(1, 1, new Color(10, 20, 200).getRGB());
      Image read = Image.of(image.getSubimage(1, 1, 2, 1));
      assertThat(read).as("type %d", type).isEqualTo(rgb(2, 1, 10, 20, 200, 0, 0, 0));
    }
    BufferedImage narrow = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_565_RGB);
    narrow.setRGB(0, 0, Color.WHITE.getRGB());
    assertThat(Image.of(narrow)).isEqualTo(rgb(1, 1, 255, 255, 255));
    BufferedImage gray = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSample(0, 0, 0, 77);
    assertThat(Image.of(gray)).isEqualTo(Image.gray(1, 1, new byte[] {77}));
  }

  @Test
  void whatImageIoWritesIsRead() throws IOException {
    BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 3, 0x336699);
    for (String format : List.of("png", "bmp")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, format, out);
      Image read = ImageReader.DEFAULT.decode(out.toByteArray(), "a." + format);
      assertThat(read.toRgb()).as(format).isEqualTo(Image.of(image));
    }
  }

  private static Image rgb(int width, int height, int... levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return Image.rgb(width, height, bytes);
  }
}
