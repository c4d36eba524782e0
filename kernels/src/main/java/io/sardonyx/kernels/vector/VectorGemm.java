package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.GemmKernels;

/** Matrix products with register tiles of whole vectors. */
public final class VectorGemm implements GemmKernels {

  private static final int L = VectorShapes.LANES;

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public int panelWidth(int remainingColumns) {
    int vectors = Math.max(1, remainingColumns / L);
    return L * Math.min(vectors, VectorShapes.maxPanelVectors());
  }

  @Override
  public void rows(
      int m0,
      int m1,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] panel,
      int panelAt,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    if (columns < width || width == L) {
      for (int j = 0; j < columns; j += L) {
        GemmRows1.rows(
            m0,
            m1,
            VectorShapes.maxTileRows(1),
            k,
            a,
            aAt,
            lda,
            panel,
            panelAt + j,
            width,
            columns - j,
            c,
            cAt + j,
            ldc,
            bias,
            biasAt + j,
            residual,
            residualAt + j,
            ldr,
            min,
            max);
      }
      return;
    }
    int v = width / L;
    switch (v) {
      case 2 ->
          GemmRows2.rows(
              m0,
              m1,
              VectorShapes.maxTileRows(2),
              k,
              a,
              aAt,
              lda,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      case 3 ->
          GemmRows3.rows(
              m0,
              m1,
              k,
              a,
              aAt,
              lda,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      case 4 ->
          GemmRows4.rows(
              m0,
              m1,
              k,
              a,
              aAt,
              lda,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      default -> throw new IllegalArgumentException("no tiles for panels of " + width);
    }
  }

  @Override
  public void indirect(
      int m0,
      int m1,
      int taps,
      int k,
      float[] a,
      int aAt,
      int zeroAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] panel,
      int panelAt,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    if (columns < width || width == L) {
      for (int j = 0; j < columns; j += L) {
        GemmIndirect1.indirect(
            m0,
            m1,
            VectorShapes.maxTileRows(1),
            taps,
            k,
            a,
            aAt,
            zeroAt,
            table,
            tableAt,
            tableStride,
            panel,
            panelAt + j,
            width,
            columns - j,
            c,
            cAt + j,
            ldc,
            bias,
            biasAt + j,
            residual,
            residualAt + j,
            ldr,
            min,
            max);
      }
      return;
    }
    int v = width / L;
    switch (v) {
      case 2 ->
          GemmIndirect2.indirect(
              m0,
              m1,
              VectorShapes.maxTileRows(2),
              taps,
              k,
              a,
              aAt,
              zeroAt,
              table,
              tableAt,
              tableStride,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      case 3 ->
          GemmIndirect3.indirect(
              m0,
              m1,
              taps,
              k,
              a,
              aAt,
              zeroAt,
              table,
              tableAt,
              tableStride,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      case 4 ->
          GemmIndirect4.indirect(
              m0,
              m1,
              taps,
              k,
              a,
              aAt,
              zeroAt,
              table,
              tableAt,
              tableStride,
              panel,
              panelAt,
              c,
              cAt,
              ldc,
              bias,
              biasAt,
              residual,
              residualAt,
              ldr,
              min,
              max);
      default -> throw new IllegalArgumentException("no tiles for panels of " + width);
    }
  }
}
