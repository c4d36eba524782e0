package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.Functions.cast;
import static io.sardonyx.ops.microsoft.Functions.plus;
import static io.sardonyx.ops.microsoft.Functions.refuse;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import io.sardonyx.runtime.spi.FunctionOperator;

/**
 * A matrix product whose right matrix is quantized in blocks to 2, 4 or 8 bits. Its weights become
 * floats when the model is loaded.
 *
 * @param k numbers that every weight row has
 * @param n rows of weights
 * @param bits bits of one weight
 * @param block weights that share a scale
 */
record MatMulNBits(long k, long n, int bits, long block) implements FunctionOperator {

  MatMulNBits(Attributes a) {
    this(a.integer("K"), a.integer("N"), a.intValue("bits"), a.integer("block_size"));
    if (bits != 2 && bits != 4 && bits != 8) {
      throw new InvalidModelException("attribute 'bits' is " + bits + "; expected 2, 4 or 8");
    }
    if (k <= 0 || n <= 0 || block < 16 || Long.bitCount(block) != 1) {
      throw new InvalidModelException(
          ("attributes K, N and block_size are %d, %d and %d; expected sizes, and a power of 2 from"
                  + " 16 on")
              .formatted(k, n, block));
    }
    if (a.integer("weight_prepacked") != 0) {
      throw new InvalidModelException(
          "attribute 'weight_prepacked' is set; expected plain weights");
    }
  }

  @Override
  public void define(FunctionBody b) {
    refuse(b, 4);
    long blocks = (k + block - 1) / block;
    int weights = b.op("CastLike", unpacked(b, b.input(1), n * blocks, block), b.input(2));
    int zeros;
    if (!b.hasInput(3)) {
      zeros = b.number(1 << (bits - 1), b.input(2));
    } else if (b.elementType(3) == ElementType.UINT8) {
      long rounded = (blocks * bits + 7) / 8 * 8 / bits;
      int all = b.reshaped(unpacked(b, b.input(3), n, rounded), n, rounded);
      int own = b.sliced(all, b.vector(0), b.vector(blocks), 1);
      zeros = b.reshaped(b.op("CastLike", own, b.input(2)), n * blocks, 1);
    } else {
      zeros = b.reshaped(b.input(3), n * blocks, 1);
    }
    int scales = b.reshaped(b.input(2), n * blocks, 1);
    int floats = b.op("Mul", b.op("Sub", weights, zeros), scales);
    int rows = b.reshaped(floats, n, blocks * block);
    int matrix = b.transposed(b.sliced(rows, b.vector(0), b.vector(k), 1), 1, 0);
    b.output(0, plus(b, b.op("MatMul", b.input(0), matrix), 5));
  }

  /** Bytes taken apart into numbers, low bits first, in rows. */
  private int unpacked(FunctionBody b, int bytes, long rows, long length) {
    int single = b.unsqueezed(b.reshaped(bytes, rows, length * bits / 8), -1);
    if (bits == 8) {
      return b.reshaped(single, rows, length);
    }
    int each = 8 / bits;
    byte[] shifts = new byte[each];
    for (int i = 0; i < each; i++) {
      shifts[i] = (byte) (i * bits);
    }
    int shifted =
        b.op(
            "BitShift",
            attributes("direction", "RIGHT"),
            single,
            b.constant(Tensor.of(ElementType.UINT8, shifts, each)));
    byte[] mask = {(byte) ((1 << bits) - 1)};
    int low = b.op("BitwiseAnd", shifted, b.constant(Tensor.of(ElementType.UINT8, mask, 1)));
    return b.reshaped(cast(b, low, 6), rows, length);
  }
}
