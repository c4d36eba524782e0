package io.sardonyx.ops.nn.conv;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.WinogradKernels;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.runtime.spi.Frame;

/**
 * Cuts pictures into the m x m output tiles of Winograd's convolution, and brings tiles into the
 * transformed domain and back. There a tile is a row of each of (m + 2)^2 matrices.
 *
 * <p>Tiles are counted through all pictures of the batch, row by row. At the right and lower border
 * they may reach beyond the picture; what does not exist there is not stored.
 */
final class WinogradTiles {

  private final Kernels kernels;
  private final WinogradKernels transforms;
  private final ConvShape shape;
  private final int m;
  private final int edge;
  private final Window rows;
  private final Window columns;
  private final int tilesAcross;
  private final int tilesPerPicture;
  private final int inPitch;
  private final int outPitch;

  WinogradTiles(ConvShape shape, Kernels kernels, int m) {
    this.shape = shape;
    this.kernels = kernels;
    this.transforms = kernels.winograd();
    this.m = m;
    this.edge = m + 2;
    this.rows = shape.axes().get(0).window();
    this.columns = shape.axes().get(1).window();
    this.tilesAcross = (columns.output() + m - 1) / m;
    this.tilesPerPicture = tilesAcross * ((rows.output() + m - 1) / m);
    this.inPitch = ChannelsLast.pitch(shape.inChannels());
    this.outPitch = ChannelsLast.pitch(shape.outChannels());
  }

  /** Tiles of all pictures. */
  int count() {
    return Math.multiplyExact(shape.batch(), tilesPerPicture);
  }

  /** Number of matrices, one for each position in a transformed tile. */
  int positions() {
    return edge * edge;
  }

  /** Length of a row of transformed input. */
  int inPitch() {
    return inPitch;
  }

  /** Length of a row of transformed output. */
  int outPitch() {
    return outPitch;
  }

  /** Floats that a transform needs beside its operands. */
  int scratchFloats() {
    return edge * edge * Math.max(inPitch, outPitch);
  }

  /**
   * Transforms the input of a tile.
   *
   * @param zeros index in the input's array of a row of zeros
   * @param v receives the tile's row of the first matrix at {@code vAt}, of the others at multiples
   *     of {@code vStride}
   * @param scratch has {@link #scratchFloats} from {@code scratchAt} on
   * @param table room for {@link #positions} ints
   */
  void transformInput(
      Frame f,
      ConvOperands o,
      int tile,
      int zeros,
      float[] v,
      int vAt,
      int vStride,
      float[] scratch,
      int scratchAt,
      int[] table) {
    int picture = tile / tilesPerPicture;
    int inPicture = tile % tilesPerPicture;
    int y0 = inPicture / tilesAcross * m - rows.padBegin();
    int x0 = inPicture % tilesAcross * m - columns.padBegin();
    int base = f.offset(o.x()) + picture * shape.inPixels() * o.xPitch();
    for (int i = 0; i < edge; i++) {
      boolean outside = y0 + i < 0 || y0 + i >= rows.input();
      for (int j = 0; j < edge; j++) {
        int x = x0 + j;
        table[i * edge + j] =
            outside || x < 0 || x >= columns.input()
                ? zeros
                : base + ((y0 + i) * columns.input() + x) * o.xPitch();
      }
    }
    float[] in = f.floats(o.x());
    for (int j = 0; j < edge; j++) {
      transforms.input(
          m, in, table, j, edge, inPitch, scratch, scratchAt + j * inPitch, edge * inPitch);
    }
    for (int i = 0; i < edge; i++) {
      int from = scratchAt + i * edge * inPitch;
      transforms.input(m, scratch, from, inPitch, inPitch, v, vAt + i * edge * vStride, vStride);
    }
  }

  /**
   * Transforms a tile back and stores it, with bias, residual and activation.
   *
   * @param sums holds the tile's row of the first matrix at {@code at}, of the others at multiples
   *     of {@code stride}
   */
  void transformOutput(
      Frame f,
      ConvOperands o,
      int tile,
      float[] sums,
      int at,
      int stride,
      float[] scratch,
      int scratchAt) {
    for (int j = 0; j < edge; j++) {
      int to = scratchAt + j * outPitch;
      transforms.output(
          m, sums, at + j * stride, edge * stride, outPitch, scratch, to, edge * outPitch);
    }
    // The columns' results are spread over m rows; a row's own m results may overwrite it.
    for (int i = 0; i < m; i++) {
      int row = scratchAt + i * edge * outPitch;
      transforms.output(m, scratch, row, outPitch, outPitch, scratch, row, outPitch);
    }
    store(f, o, tile, scratch, scratchAt);
  }

  private void store(Frame f, ConvOperands o, int tile, float[] sums, int at) {
    int picture = tile / tilesPerPicture;
    int inPicture = tile % tilesPerPicture;
    int y0 = inPicture / tilesAcross * m;
    int x0 = inPicture % tilesAcross * m;
    int endY = Math.min(m, rows.output() - y0);
    int endX = Math.min(m, columns.output() - x0);
    Activation activation = o.activation();
    float[] y = f.floats(o.y());
    float[] bias = o.weights().bias(f);
    int biasAt = o.weights().biasAt(f);
    float[] residual = o.residual(f);
    for (int i = 0; i < endY; i++) {
      int pixel = picture * shape.outPixels() + (y0 + i) * columns.output() + x0;
      for (int j = 0; j < endX; j++) {
        int to = f.offset(o.y()) + (pixel + j) * o.yPitch();
        transforms.finish(
            sums,
            at + (i * edge + j) * outPitch,
            outPitch,
            bias,
            biasAt,
            residual,
            o.residualAt(f) + (pixel + j) * o.residualPitch(),
            y,
            to,
            activation.min(),
            activation.max());
        if (!activation.isClamp()) {
          kernels.elementwise().activate(activation, y, to, y, to, outPitch);
        }
      }
    }
  }
}
