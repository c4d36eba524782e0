package io.sardonyx.ops.matrix;

/**
 * Where the right operands of products lie: k x n numbers each, element (i, j) at {@code i *
 * kStride + j * columnStride} from the matrix's offset.
 *
 * @param input the node's input that they are, or -1 if they are in scratch memory
 * @param slot the scratch memory, if they are no input
 * @param offsets the beginning of each matrix
 * @param scale what to multiply them with
 */
public record RightMatrix(
    int input, int slot, int[] offsets, int kStride, int columnStride, float scale) {

  /** One matrix, a whole input: k x n in row-major order, or n x k if transposed. */
  public static RightMatrix input(int input, int k, int n, boolean transposed) {
    return new RightMatrix(input, -1, new int[] {0}, transposed ? 1 : n, transposed ? k : 1, 1);
  }

  /** The same matrices times a factor. */
  public RightMatrix scaled(float factor) {
    return new RightMatrix(input, slot, offsets, kStride, columnStride, scale * factor);
  }

  /** The slot of the numbers; for a constant input, this keeps its plain form in memory. */
  int slot(Operands o) {
    return input < 0 ? slot : o.input(input);
  }
}
