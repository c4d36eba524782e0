package io.sardonyx.ops.image;

import io.sardonyx.ops.image.picture.Inks;
import io.sardonyx.ops.image.picture.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes pictures with the readers of javax.imageio. */
final class ImageIoDecoder {

  private ImageIoDecoder() {}

  /**
   * A reader for a format; null if there is none. The JDK's own come first, so that results do not
   * depend on what else is on the class path.
   */
  private static ImageReader reader(ImageFormat format) {
    ImageReader found = null;
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.imageIoName());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      boolean isOwn = "java.desktop".equals(reader.getClass().getModule().getName());
      found = found == null || isOwn ? reader : found;
    }
    return found;
  }

  /** Whether a format can be read at all. */
  static boolean hasReader(ImageFormat format) {
    return reader(format) != null;
  }

  /**
   * Decodes the first picture of a file.
   *
   * @throws IOException if there is none
   */
  static Picture decode(byte[] data, ImageFormat format) throws IOException {
    ImageReader reader = reader(format);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
      reader.setInput(in, false, format != ImageFormat.TIFF);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > Integer.MAX_VALUE / 3) {
        throw new IOException("the picture is too large");
      }
      if (format == ImageFormat.JPEG && CmykJpeg.isCmyk(data)) {
        return CmykJpeg.picture(reader.readRaster(0, null), data);
      }
      int[] palette = format == ImageFormat.TIFF ? TiffPalette.read(reader) : null;
      return picture(reader.read(0), palette);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Makes a picture of an image.
   *
   * @param palette the colors if samples are places in a palette; null to ask the image
   */
  private static Picture picture(BufferedImage image, int[] palette) {
    ColorModel colors = image.getColorModel();
    Raster raster = image.getRaster();
    if (colors instanceof IndexColorModel model) {
      int[] own = new int[model.getMapSize()];
      model.getRGBs(own);
      return indexed(raster, palette == null ? own : palette);
    }
    int channels = colors.getNumColorComponents();
    if (channels == 4 && raster.getTransferType() == DataBuffer.TYPE_BYTE) {
      return inks(raster);
    }
    if (colors instanceof ComponentColorModel
        && (channels == 1 || channels == 3)
        && raster.getTransferType() <= DataBuffer.TYPE_INT) {
      return components(raster, colors, channels);
    }
    Picture picture = Picture.black(image.getWidth(), image.getHeight());
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      put(picture, i, image.getRGB(i % image.getWidth(), i / image.getWidth()));
    }
    return picture;
  }

  private static void put(Picture picture, int i, int rgb) {
    picture.rgb()[3 * i] = (byte) (rgb >> 16);
    picture.rgb()[3 * i + 1] = (byte) (rgb >> 8);
    picture.rgb()[3 * i + 2] = (byte) rgb;
  }

  private static Picture indexed(Raster raster, int[] palette) {
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        put(picture, y * row.length + x, palette[row[x]]);
      }
    }
    return picture;
  }

  private static Picture inks(Raster raster) {
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int[] inks = new int[raster.getNumBands()];
    for (int i = 0; i < raster.getWidth() * raster.getHeight(); i++) {
      raster.getPixel(
          raster.getMinX() + i % raster.getWidth(), raster.getMinY() + i / raster.getWidth(), inks);
      Inks.put(picture, i, inks);
    }
    return picture;
  }

  /**
   * The samples as they are: color models would take gray for linear light, and apply the profile
   * that a file brings along.
   */
  private static Picture components(Raster raster, ColorModel colors, int channels) {
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int[] row = new int[raster.getWidth()];
    for (int channel = 0; channel < 3; channel++) {
      int band = channel % channels;
      int bits = colors.getComponentSize(band);
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, band, row);
        for (int x = 0; x < row.length; x++) {
          int sample = bits >= 8 ? row[x] >> (bits - 8) : row[x] * 255 / ((1 << bits) - 1);
          picture.rgb()[3 * (y * row.length + x) + channel] = (byte) sample;
        }
      }
    }
    return picture;
  }
}
