package io.sardonyx.ops.image;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.image.picture.Picture;
import io.sardonyx.ops.image.webp.WebpDecoder;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.io.IOException;
import java.util.Arrays;

/**
 * The pixels of an image file: BMP, JPEG, JPEG 2000, PNG, PNM, TIFF or WebP. Whatever the file
 * holds, they are of the format asked for; alpha is dropped. A file that cannot be decoded gives an
 * empty tensor.
 *
 * @param format which channels a pixel has
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ImageDecoder.html">ImageDecoder</a>
 */
record ImageDecoder(PixelFormat format) implements Operator {

  /** The values of {@code pixel_format}. */
  enum PixelFormat {
    RGB,
    BGR,
    GRAYSCALE;

    private int channels() {
      return this == GRAYSCALE ? 1 : 3;
    }
  }

  ImageDecoder(Attributes a) {
    this(a.choice("pixel_format", PixelFormat.class));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.UINT8, Shape.of(Dim.UNKNOWN, Dim.UNKNOWN, Dim.of(format.channels())));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int n = Math.toIntExact(c.shape(0).elements());
    c.provides(0);
    return f -> {
      byte[] data = Arrays.copyOfRange(f.bytes(x), f.offset(x), f.offset(x) + n);
      f.provide(y, decode(f, data));
    };
  }

  private Tensor decode(Frame f, byte[] data) {
    ImageFormat file = ImageFormat.of(data);
    if (file == ImageFormat.JPEG_2000 && !ImageIoDecoder.hasReader(file)) {
      throw f.error(
          "there is no reader for JPEG 2000; put com.github.jai-imageio:jai-imageio-jpeg2000 on the"
              + " class path");
    }
    try {
      Picture picture =
          switch (file) {
            case null -> null;
            case PNM -> PnmDecoder.decode(data);
            case WEBP -> WebpDecoder.decode(data);
            default -> ImageIoDecoder.decode(data, file);
          };
      return picture == null ? empty() : tensor(picture);
    } catch (IOException | RuntimeException e) {
      // The specification wants no error for a file that is broken, and the decoders of
      // javax.imageio trip over such files in every possible way.
      return empty();
    }
  }

  private Tensor empty() {
    return Tensor.zeros(ElementType.UINT8, 0, 0, format.channels());
  }

  private Tensor tensor(Picture picture) {
    byte[] rgb = picture.rgb();
    if (format == PixelFormat.BGR) {
      for (int i = 0; i < rgb.length; i += 3) {
        byte red = rgb[i];
        rgb[i] = rgb[i + 2];
        rgb[i + 2] = red;
      }
    } else if (format == PixelFormat.GRAYSCALE) {
      byte[] gray = new byte[rgb.length / 3];
      for (int i = 0; i < gray.length; i++) {
        gray[i] = (byte) luma(rgb[3 * i] & 0xFF, rgb[3 * i + 1] & 0xFF, rgb[3 * i + 2] & 0xFF);
      }
      rgb = gray;
    }
    return Tensor.of(ElementType.UINT8, rgb, picture.height(), picture.width(), format.channels());
  }

  /** ITU-R BT.601, in 16 bits as Pillow rounds it. */
  private static int luma(int red, int green, int blue) {
    return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }
}
