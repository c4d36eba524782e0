package io.sardonyx.ops.image;

import io.sardonyx.ops.image.picture.Inks;
import io.sardonyx.ops.image.picture.Picture;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Makes a picture of the samples of a JPEG file with four channels: cyan, magenta, yellow and
 * black, the first three of which may be coded as brightness and color differences.
 */
final class CmykJpeg {

  private static final int CHANNELS = 4;

  private static final int ADOBE = 0xEE;
  private static final int TRANSFORM_AT = 11;

  private CmykJpeg() {}

  /** Whether a JPEG file has four channels. */
  static boolean isCmyk(byte[] data) {
    int frame = segment(data, false);
    return frame >= 0 && frame + 9 < data.length && data[frame + 9] == CHANNELS;
  }

  /** Where the segment of the frame or of Adobe begins, at its marker; -1 if there is none. */
  private static int segment(byte[] data, boolean isAdobe) {
    for (int at = 2; at + 3 < data.length && (data[at] & 0xFF) == 0xFF; ) {
      int marker = data[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
        continue;
      }
      boolean isFrame = marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
      if (isAdobe ? marker == ADOBE : isFrame) {
        return at;
      }
      at += 2 + ((data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF);
    }
    return -1;
  }

  /**
   * Makes the picture.
   *
   * @param raster the samples, as they are in the file
   * @param data the file
   */
  static Picture picture(Raster raster, byte[] data) throws IOException {
    if (raster.getNumBands() != CHANNELS) {
      throw new IOException("the picture has " + raster.getNumBands() + " channels");
    }
    int adobe = segment(data, true);
    int transform = adobe + 4 + TRANSFORM_AT;
    boolean isTransformed = adobe >= 0 && transform < data.length && data[transform] == 2;
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int[] inks = new int[CHANNELS];
    for (int i = 0; i < raster.getWidth() * raster.getHeight(); i++) {
      raster.getPixel(i % raster.getWidth(), i / raster.getWidth(), inks);
      if (isTransformed) {
        toInks(inks);
      }
      for (int c = 0; adobe >= 0 && c < CHANNELS; c++) {
        // Adobe's files have the inks inverted: 0 is full.
        inks[c] = 255 - inks[c];
      }
      Inks.put(picture, i, inks);
    }
    return picture;
  }

  private static void toInks(int[] s) {
    double y = s[0];
    double blue = s[1] - 128;
    double red = s[2] - 128;
    s[0] = ink(y + 1.402 * red);
    s[1] = ink(y - 0.344136286 * blue - 0.714136286 * red);
    s[2] = ink(y + 1.772 * blue);
  }

  private static int ink(double light) {
    return 255 - Math.clamp(Math.round(light), 0, 255);
  }
}
