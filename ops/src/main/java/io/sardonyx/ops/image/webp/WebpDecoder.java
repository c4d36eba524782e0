package io.sardonyx.ops.image.webp;

import io.sardonyx.ops.image.picture.Picture;
import java.io.IOException;

/**
 * Decodes WebP: a RIFF container with a lossy or lossless picture. Alpha is dropped, and of an
 * animation only the first picture counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649#section-2">RFC 9649, section 2</a>
 */
public final class WebpDecoder {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int EXTENDED_HEADER = 10;

  private final byte[] data;

  private WebpDecoder(byte[] data) {
    this.data = data;
  }

  /** Whether the data begin as WebP does. */
  public static boolean isWebp(byte[] data) {
    WebpDecoder d = new WebpDecoder(data);
    return data.length >= RIFF_HEADER && d.isName(0, "RIFF") && d.isName(8, "WEBP");
  }

  /**
   * Decodes a picture.
   *
   * @throws IOException if the data are none
   */
  public static Picture decode(byte[] data) throws IOException {
    return new WebpDecoder(data).decode(RIFF_HEADER, data.length, null);
  }

  /** Decodes the first picture among the chunks, onto a canvas if there is one. */
  private Picture decode(int from, int to, Picture canvas) throws IOException {
    Picture background = canvas;
    for (int at = from; at + CHUNK_HEADER <= to; ) {
      long size = number(at + 4, 4) & 0xFFFFFFFFL;
      int begin = at + CHUNK_HEADER;
      int end = (int) Math.min(to, begin + size);
      if (isName(at, "VP8 ")) {
        return Vp8Decoder.decode(data, begin, end);
      } else if (isName(at, "VP8L")) {
        return Vp8lDecoder.decode(data, begin, end);
      } else if (isName(at, "VP8X") && end - begin >= EXTENDED_HEADER) {
        background = Picture.black(1 + number(begin + 4, 3), 1 + number(begin + 7, 3));
      } else if (isName(at, "ANMF") && end - begin >= FRAME_HEADER && background != null) {
        Picture frame = decode(begin + FRAME_HEADER, end, null);
        return placed(frame, 2 * number(begin, 3), 2 * number(begin + 3, 3), background);
      }
      at = (int) Math.min(to, begin + size + (size & 1));
    }
    throw new IOException("there is no picture");
  }

  private static Picture placed(Picture frame, int x, int y, Picture canvas) throws IOException {
    if (x > canvas.width() - frame.width() || y > canvas.height() - frame.height()) {
      throw new IOException("a picture reaches beyond the canvas");
    }
    for (int row = 0; row < frame.height(); row++) {
      System.arraycopy(
          frame.rgb(),
          3 * row * frame.width(),
          canvas.rgb(),
          3 * ((y + row) * canvas.width() + x),
          3 * frame.width());
    }
    return canvas;
  }

  private boolean isName(int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (data[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int at, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | data[at + i] & 0xFF;
    }
    return number;
  }
}
