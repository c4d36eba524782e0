package io.sardonyx.zoo.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the markers of a JPEG file say of its colours and orientation.
 *
 * @param name the file's name, for messages
 * @param jfif whether there is a JFIF marker
 * @param transform Adobe's colour transform: 0 none, 1 YCbCr, 2 YCCK; -1 without Adobe marker
 * @param ids the components' identifiers
 * @param orientation how the picture is to be turned
 */
record JpegHeader(
    String name, boolean jfif, int transform, List<Integer> ids, ExifOrientation orientation) {

  /** Files with more scans are made to keep decoders busy; real ones have about ten. */
  private static final int MAX_SCANS = 500;

  private static final List<Integer> RGB = List.of((int) 'R', (int) 'G', (int) 'B');

  static boolean matches(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8;
  }

  /** Whether the components are luma and chroma, by the rules of libjpeg. */
  boolean isLumaChroma() {
    if (ids.size() == 4) {
      return transform > 0;
    }
    if (jfif) {
      return true;
    }
    return transform == -1 ? !ids.equals(RGB) : transform != 0;
  }

  /** Reads the markers; what is malformed is left to the decoder, and counts as absent here. */
  static JpegHeader parse(byte[] bytes, String name) {
    boolean jfif = false;
    int transform = -1;
    List<Integer> ids = List.of();
    ExifOrientation orientation = ExifOrientation.NORMAL;
    int scans = 0;
    int at = 2;
    while ((at = nextMarker(bytes, at)) >= 0) {
      int start = at + 4;
      int end = at + 2 + unsigned16(bytes, at + 2);
      if (start > end || end > bytes.length) {
        break;
      }
      switch (bytes[at + 1] & 0xff) {
        case 0xe0 -> jfif |= hasText(bytes, start, end, "JFIF\0");
        case 0xe1 -> {
          if (orientation == ExifOrientation.NORMAL && hasText(bytes, start, end, "Exif\0\0")) {
            orientation = ExifOrientation.parse(bytes, start + 6, end);
          }
        }
        case 0xee -> {
          if (end - start >= 12 && hasText(bytes, start, end, "Adobe")) {
            transform = bytes[start + 11] & 0xff;
          }
        }
        case 0xda -> scans++;
        default -> {
          if (isFrame(bytes[at + 1] & 0xff) && ids.isEmpty()) {
            ids = ids(bytes, start, end);
          }
        }
      }
      if (scans > MAX_SCANS) {
        throw new InvalidImageException(
            name + ": has more than " + MAX_SCANS + " scans; expected about ten");
      }
      at = end;
    }
    return new JpegHeader(name, jfif, transform, ids, orientation);
  }

  /** The next marker with a segment, from {@code at} on; -1 at the end of the picture. */
  private static int nextMarker(byte[] bytes, int at) {
    for (int i = at; i + 3 < bytes.length; i++) {
      int code = bytes[i + 1] & 0xff;
      if (bytes[i] != (byte) 0xff || code < 0xc0 || code == 0xff) {
        continue;
      }
      if (code == 0xd9) {
        return -1;
      }
      if (code < 0xd0 || code > 0xd8) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isFrame(int code) {
    return code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
  }

  private static List<Integer> ids(byte[] bytes, int start, int end) {
    int count = end - start < 6 ? 0 : bytes[start + 5] & 0xff;
    List<Integer> ids = new ArrayList<>();
    for (int i = start + 6; ids.size() < count && i + 3 <= end; i += 3) {
      ids.add(bytes[i] & 0xff);
    }
    return ids;
  }

  private static boolean hasText(byte[] bytes, int start, int end, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return end - start >= wanted.length
        && Arrays.equals(bytes, start, start + wanted.length, wanted, 0, wanted.length);
  }

  private static int unsigned16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
