package io.sardonyx.ops.image.webp;

import java.io.IOException;
import java.util.Arrays;

/** The frame header of a VP8 key frame (RFC 6386, sections 9 and 19.2). */
final class Vp8Header {

  static final int SEGMENTS = 4;

  private static final int MAX_QUANTIZER = 127;

  /** Quantizer steps of one segment: first and other coefficients of each kind of block. */
  record Steps(int yDc, int yAc, int y2Dc, int y2Ac, int uvDc, int uvAc) {}

  final int width;
  final int height;

  boolean updatesSegmentMap;
  final int[] segmentProbabilities = {255, 255, 255};
  boolean isSimpleFilter;
  int filterLevel;
  int sharpness;

  /** For every segment, without and with prediction of small blocks, the level of the filter. */
  final int[][] filterLevels = new int[SEGMENTS][2];

  int partitions;
  final Steps[] steps = new Steps[SEGMENTS];
  final int[] tokenProbabilities = Vp8Tables.TOKEN_PROBABILITIES.clone();

  /** Probability that a macroblock has coefficients; -1 if all say they have. */
  int skipProbability = -1;

  private boolean hasSegments;
  private boolean isAbsolute;
  private final int[] segmentQuantizers = new int[SEGMENTS];
  private final int[] segmentLevels = new int[SEGMENTS];

  Vp8Header(int width, int height, BoolDecoder d) throws IOException {
    this.width = width;
    this.height = height;
    d.number(2); // color space and clamping: neither changes how pixels are computed here
    readSegments(d);
    readFilter(d);
    partitions = 1 << d.number(2);
    readQuantizers(d);
    d.flag(); // whether later frames keep the probabilities
    readTokenProbabilities(d);
    if (d.flag()) {
      skipProbability = d.number(8);
    }
  }

  private void readSegments(BoolDecoder d) throws IOException {
    hasSegments = d.flag();
    if (!hasSegments) {
      return;
    }
    updatesSegmentMap = d.flag();
    boolean updatesData = d.flag();
    if (updatesData) {
      isAbsolute = d.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        segmentQuantizers[i] = d.optional(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        segmentLevels[i] = d.optional(6);
      }
    }
    if (updatesSegmentMap) {
      for (int i = 0; i < segmentProbabilities.length; i++) {
        segmentProbabilities[i] = d.flag() ? d.number(8) : 255;
      }
    }
  }

  private void readFilter(BoolDecoder d) throws IOException {
    isSimpleFilter = d.flag();
    filterLevel = d.number(6);
    sharpness = d.number(3);
    int[] referenceDeltas = new int[4];
    int[] modeDeltas = new int[4];
    boolean usesDeltas = d.flag();
    if (usesDeltas && d.flag()) {
      for (int i = 0; i < 4; i++) {
        referenceDeltas[i] = d.optional(6);
      }
      for (int i = 0; i < 4; i++) {
        modeDeltas[i] = d.optional(6);
      }
    }
    for (int s = 0; s < SEGMENTS; s++) {
      int base = hasSegments ? segmentLevels[s] + (isAbsolute ? 0 : filterLevel) : filterLevel;
      int level = base + (usesDeltas ? referenceDeltas[0] : 0);
      filterLevels[s][0] = Math.clamp(level, 0, 63);
      filterLevels[s][1] = Math.clamp(level + (usesDeltas ? modeDeltas[0] : 0), 0, 63);
    }
  }

  private void readQuantizers(BoolDecoder d) throws IOException {
    int base = d.number(7);
    int yDc = d.optional(4);
    int y2Dc = d.optional(4);
    int y2Ac = d.optional(4);
    int uvDc = d.optional(4);
    int uvAc = d.optional(4);
    for (int s = 0; s < SEGMENTS; s++) {
      int q = hasSegments ? segmentQuantizers[s] + (isAbsolute ? 0 : base) : base;
      steps[s] =
          new Steps(
              step(Vp8Tables.DC_STEPS, q + yDc),
              step(Vp8Tables.AC_STEPS, q),
              2 * step(Vp8Tables.DC_STEPS, q + y2Dc),
              Math.max(8, step(Vp8Tables.AC_STEPS, q + y2Ac) * 155 / 100),
              Math.min(132, step(Vp8Tables.DC_STEPS, q + uvDc)),
              step(Vp8Tables.AC_STEPS, q + uvAc));
    }
  }

  private static int step(int[] table, int q) {
    return table[Math.clamp(q, 0, MAX_QUANTIZER)];
  }

  private void readTokenProbabilities(BoolDecoder d) throws IOException {
    Arrays.setAll(tokenProbabilities, i -> Vp8Tables.TOKEN_PROBABILITIES[i]);
    for (int i = 0; i < tokenProbabilities.length; i++) {
      if (d.is(Vp8Tables.UPDATE_PROBABILITIES[i])) {
        tokenProbabilities[i] = d.number(8);
      }
    }
  }
}
