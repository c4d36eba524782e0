package io.sardonyx.ops.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoded files were made by Pillow, which also decoded them to the expected pixels. */
class ImageDecoderTest {

  /** Three rows of five pixels, as all lossless files hold them. */
  private static final String PLAIN =
      "0000ff3200d76400af960087c8005f0064f53264cd6464a596647dc8645500c8eb32c8c364c8"
          + "9b96c873c8c84b";

  private static final String WEBP_LOSSY =
      "UklGRlAAAABXRUJQVlA4IEQAAACwAgCdASoFAAMAAoBCJbACdLoBQALUA9AAD0QCvwAA/bcoySDt"
          + "K4uxtou5Dl0Tm5qaxbdrJPNfD77/ytowcbnehEwAAA==";
  private static final String WEBP_LOSSY_PIXELS =
      "0015bb1c18ad4c1a8a751b69971b4e225bdc3c5ece6d61ac96618abc637135b7ed4fbadf7fbc"
          + "bca8be9bccbd80";
  private static final String WEBP_LOSSLESS =
      "UklGRkAAAABXRUJQVlA4TDQAAAAvBIAAAHdAkG0zrAPVH+MMIyMkSP5/NVOd/x7kAJsXwCAAJAIV"
          + "SwopBJfCCqNG9D885NgX";
  private static final String WEBP_LOSSY_20_ROWS =
      "UklGRmoAAABXRUJQVlA4IF4AAAAQBACdASoTABQAPvVkp1AqpaOit+gBUB6JaAC1F68Cs73iGQDw"
          + "O/HwYAD+0LcnqMSZ0kcGEwfw26v/YPBZYhUOZjpIO2AymetajGjyXR69HUmwxliTjkA1j4fEB7gA";
  private static final String WEBP_LOSSLESS_20_ROWS =
      "UklGRlIAAABXRUJQVlA4TEUAAAAvEsAEAAmASGp/7R0i+p9eAATh/9tDRP/TEAsmA8ifu1OJbFsJ"
          + "VqG6LZWVujWIDG0MIkVCNh4N9TrNaqna7vYjsURu4GcA";
  private static final String JPEG_2000 =
      "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAAwAAAAUA"
          + "AwcHAAAAAAAPY29scgEAAAAAABAAAACnanAyY/9P/1EALwAAAAAABQAAAAMAAAAAAAAAAAAAAAUA"
          + "AAADAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAAEEBAAB/1wAB0BASEhQ/2QAJQABQ3JlYXRl"
          + "ZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAALAAB/5PfgDAJJuEQyGzfgCgGgL/F"
          + "f8+0HAJRVgujQbOAgID/2Q==";
  private static final String JPEG =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4p"
          + "LSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09P"
          + "T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAADAAUDASIA"
          + "AhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAaEAEAAQUAAAAAAAAAAAAAAAAABQMEEzSR"
          + "/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAcEQABAwUAAAAAAAAAAAAAAAADAAECBBQiMVH/2gAM"
          + "AwEAAhEDEQA/ALrKIjsOpT4Ak1xiXE8n31KIxLeGT66v/9k=";
  private static final String JPEG_PIXELS =
      "000ad1100bbd460c94770f70a00f521f5cf53b5de2725fb9a26296cb617521b0ec3eb2d975b3"
          + "b0a5b58ecdb56d";
  private static final String JPEG_CMYK =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0s"
          + "MzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgAAwAFBEMRAE0RAFkRAEsRAP/EABYA"
          + "AQEBAAAAAAAAAAAAAAAAAAMBBf/EACEQAAECBAcAAAAAAAAAAAAAAAEABgIDNYEFFRYiQVWR/9oA"
          + "DgRDAE0AWQBLAAA/ABftcN1k6ox3s5/oUZ0uDKRtHCF+1w3X/9k=";
  private static final String JPEG_CMYK_PIXELS =
      "ffff00aad01f5f9c302a68310e3b24ff9c0baa7f295f5f382a40350e2427ff3814aa2e315f22"
          + "3d2a17390e0d29";

  private static Tensor decode(byte[] file, String format) {
    return OpTest.op("ImageDecoder", 20)
        .attribute("pixel_format", format)
        .input(Tensor.of(ElementType.UINT8, file, file.length))
        .run();
  }

  private static Tensor decode(String base64) {
    return decode(Base64.getDecoder().decode(base64), "RGB");
  }

  private static void assertPixels(Tensor got, String hex) {
    assertThat(got.shape()).containsExactly(3, 5, 3);
    assertThat(HexFormat.of().formatHex(got.bytes())).isEqualTo(hex);
  }

  private static long checksum(Tensor t) {
    assertThat(t.shape()).containsExactly(20, 19, 3);
    CRC32 crc = new CRC32();
    crc.update(t.bytes());
    return crc.getValue();
  }

  @Test
  void webp() {
    assertPixels(decode(WEBP_LOSSY), WEBP_LOSSY_PIXELS);
    assertPixels(decode(WEBP_LOSSLESS), PLAIN);
    assertThat(checksum(decode(WEBP_LOSSY_20_ROWS))).isEqualTo(222850975L);
    assertThat(checksum(decode(WEBP_LOSSLESS_20_ROWS))).isEqualTo(3439054455L);
  }

  @Test
  void jpeg() {
    assertPixels(decode(JPEG), JPEG_PIXELS);
    assertPixels(decode(JPEG_CMYK), JPEG_CMYK_PIXELS);
  }

  @Test
  void jpeg2000() {
    assertPixels(decode(JPEG_2000), PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void formatsOfTheJdk(String format) {
    assertPixels(decode(encoded(format, BufferedImage.TYPE_INT_RGB), "RGB"), PLAIN);
  }

  private static byte[] encoded(String format, int type) {
    byte[] pixels = HexFormat.of().parseHex(PLAIN);
    BufferedImage image = new BufferedImage(5, 3, type);
    for (int i = 0; i < 15; i++) {
      int rgb =
          (pixels[3 * i] & 0xFF) << 16
              | (pixels[3 * i + 1] & 0xFF) << 8
              | pixels[3 * i + 2] & 0xFF
              | 0x7F000000;
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        image.getRaster().setSample(i % 5, i / 5, 0, pixels[3 * i]);
      } else {
        image.setRGB(i % 5, i / 5, rgb);
      }
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      assertThat(ImageIO.write(image, format, out)).isTrue();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void alphaIsDropped() {
    assertPixels(decode(encoded("png", BufferedImage.TYPE_INT_ARGB), "RGB"), PLAIN);
  }

  @Test
  void grayIsTakenAsItIs() {
    Tensor y = decode(encoded("png", BufferedImage.TYPE_BYTE_GRAY), "RGB");
    assertThat(HexFormat.of().formatHex(y.bytes(), 0, 9)).isEqualTo("000000323232646464");
    Tensor gray = decode(encoded("png", BufferedImage.TYPE_BYTE_GRAY), "Grayscale");
    assertThat(gray.shape()).containsExactly(3, 5, 1);
    assertThat(HexFormat.of().formatHex(gray.bytes(), 0, 3)).isEqualTo("003264");
  }

  @Test
  void pixelFormats() {
    byte[] file = "P3 2 1 255 255 0 0 10 20 30".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().formatHex(decode(file, "BGR").bytes())).isEqualTo("0000ff1e140a");
    // 0.299 * 255, and 0.299 * 10 + 0.587 * 20 + 0.114 * 30
    assertThat(decode(file, "Grayscale").bytes()).containsExactly(76, 18);
    Tensor x = Tensor.of(ElementType.UINT8, file, file.length);
    assertThat(OpTest.op("ImageDecoder", 20).attribute("pixel_format", "HSV").input(x).failure())
        .hasMessageContaining("'HSV'; expected one of [RGB, BGR, GRAYSCALE]");
  }

  private static String pnm(String header, int... bytes) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(text, text.length + bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      file[text.length + i] = (byte) bytes[i];
    }
    return HexFormat.of().formatHex(decode(file, "RGB").bytes());
  }

  @Test
  void netpbm() {
    assertThat(pnm("P1 # bits\n3 1\n01 0")).isEqualTo("ffffff000000ffffff");
    assertThat(pnm("P2\n2 1 100\n50 100")).isEqualTo("808080ffffff");
    assertThat(pnm("P4\n9 1\n", 0x80, 0x80)).isEqualTo("000000" + "ffffff".repeat(7) + "000000");
    assertThat(pnm("P5\n2 1\n255\n", 7, 200)).isEqualTo("070707c8c8c8");
    assertThat(pnm("P6\n1 1\n65535\n", 255, 255, 128, 0, 0, 0)).isEqualTo("ff8000");
    assertThat(
            pnm(
                "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
                1,
                2,
                3,
                4))
        .isEqualTo("010203");
  }

  @Test
  void brokenFilesAreEmpty() {
    for (String file :
        new String[] {WEBP_LOSSY, WEBP_LOSSLESS_20_ROWS, JPEG, JPEG_CMYK, JPEG_2000}) {
      byte[] whole = Base64.getDecoder().decode(file);
      byte[] half = Arrays.copyOf(whole, whole.length / 3);
      assertThat(decode(half, "RGB").shape()).containsExactly(0, 0, 3);
    }
    for (String text :
        new String[] {"", "nothing", "P6 2 2 255 1", "P2 1 1 9 10", "P6 9999999 99999 255 "}) {
      byte[] file = text.getBytes(StandardCharsets.US_ASCII);
      assertThat(decode(file, "Grayscale").shape()).containsExactly(0, 0, 1);
    }
  }
}
