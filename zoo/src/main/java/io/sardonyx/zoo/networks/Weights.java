package io.sardonyx.zoo.networks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The random weights of a layer: a row for each output, in ONNX's raw form. */
final class Weights {

  private final byte[] bytes;
  private final ByteBuffer raw;
  private final int rows;

  private Weights(byte[] bytes, int rows) {
    this.bytes = bytes;
    this.raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.rows = rows;
  }

  /**
   * Weights by He's rule: of variance {@code 2 / columns}.
   *
   * @see <a href="https://arxiv.org/abs/1502.01852">He et al.: Delving deep into rectifiers</a>
   */
  static Weights random(int rows, int columns, RandomNumbers numbers) {
    Weights weights = new Weights(new byte[Math.multiplyExact(rows, columns * 4)], rows);
    double deviation = Math.sqrt(2.0 / columns);
    for (int i = 0; i < weights.bytes.length; i += 4) {
      weights.raw.putFloat(i, (float) (deviation * numbers.normal()));
    }
    return weights;
  }

  /** Makes all weights positive, or all negative. */
  void setSign(int sign) {
    for (int i = 0; i < bytes.length; i += 4) {
      raw.putFloat(i, sign * Math.abs(raw.getFloat(i)));
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return bytes.length / 4 / rows;
  }

  /** The weights of an output; a copy. */
  float[] row(int row) {
    float[] values = new float[columns()];
    raw.slice(row * values.length * 4, values.length * 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  /** Multiplies every row by its own factor. */
  void scale(double[] factors) {
    int columns = columns();
    for (int row = 0; row < rows; row++) {
      for (int i = row * columns * 4; i < (row + 1) * columns * 4; i += 4) {
        raw.putFloat(i, (float) (raw.getFloat(i) * factors[row]));
      }
    }
  }

  /** The little-endian floats; not a copy. */
  byte[] bytes() {
    return bytes;
  }
}
