package io.sardonyx.ops.image;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

/** Reads the palette of a TIFF file, whose 16-bit numbers the reader itself does not round well. */
final class TiffPalette {

  private TiffPalette() {}

  /** The colors, as RGB; null if the file has no palette. */
  static int[] read(ImageReader reader) throws IOException {
    TIFFDirectory directory = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
    TIFFField field = directory.getTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP);
    if (field == null) {
      return null;
    }
    int[] palette = new int[field.getCount() / 3];
    for (int i = 0; i < palette.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        int value = field.getAsInt(channel * palette.length + i);
        palette[i] |= (value >> 8 & 0xFF) << (16 - 8 * channel);
      }
    }
    return palette;
  }
}
