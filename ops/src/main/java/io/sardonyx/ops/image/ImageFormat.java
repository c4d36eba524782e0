package io.sardonyx.ops.image;

import io.sardonyx.ops.image.webp.WebpDecoder;

/** The kinds of image files that ImageDecoder knows, told apart by their first bytes. */
enum ImageFormat {
  BMP("bmp"),
  JPEG("jpeg"),
  JPEG_2000("jpeg 2000"),
  PNG("png"),
  PNM(null),
  TIFF("tiff"),
  WEBP(null);

  /** What javax.imageio calls it; null if the format is decoded here. */
  private final String imageIoName;

  ImageFormat(String imageIoName) {
    this.imageIoName = imageIoName;
  }

  String imageIoName() {
    return imageIoName;
  }

  /** The format of a file; null if it is none of these. */
  static ImageFormat of(byte[] data) {
    if (begins(data, 'B', 'M')) {
      return BMP;
    } else if (begins(data, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    } else if (begins(data, 0, 0, 0, 12, 'j', 'P', ' ', ' ')
        || begins(data, 0xFF, 0x4F, 0xFF, 0x51)) {
      return JPEG_2000;
    } else if (begins(data, 0x89, 'P', 'N', 'G')) {
      return PNG;
    } else if (begins(data, 'I', 'I', 42, 0) || begins(data, 'M', 'M', 0, 42)) {
      return TIFF;
    } else if (WebpDecoder.isWebp(data)) {
      return WEBP;
    }
    return PnmDecoder.isPnm(data) ? PNM : null;
  }

  private static boolean begins(byte[] data, int... bytes) {
    if (data.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((data[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
