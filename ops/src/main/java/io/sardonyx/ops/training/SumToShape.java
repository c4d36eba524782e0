package io.sardonyx.ops.training;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The reverse of broadcasting, for derivatives: input 0 summed along the dimensions that a tensor
 * of the shape of input 1 is broadcast along. The contents of input 1 are not read.
 */
record SumToShape() implements Operator {

  static final OperatorId ID = new OperatorId(OperatorId.INTERNAL_DOMAIN, "SumToShape", 1);

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), c.shape(1));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] from = c.dims(0);
    long[] to = c.outputDims(0);
    int x = c.input(0);
    int y = c.output(0);
    if (Shape.elements(from) == Shape.elements(to)) {
      c.view(0, 0, 0);
      return Copies.copy(x, 0, y, c.elementType(0).arrayLength(Shape.elements(to)));
    }
    Broadcast walk = Broadcast.of(from, to);
    int length = Math.toIntExact(Shape.elements(to));
    int sums = c.scratch(Storage.DOUBLES, length);
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    int rows = walk.length() / Math.max(1, walk.inner());
    return f -> {
      double[] sum = f.doubles(sums);
      int base = f.offset(sums);
      Arrays.fill(sum, base, base + length, 0);
      int at = f.offset(x);
      for (int row = 0; row < rows; row++) {
        int target = base + walk.rowStart(0, row);
        for (int i = 0; i < walk.inner(); i++) {
          sum[target] += numbers.getDouble(f.array(x), at++);
          target += walk.innerStep(0);
        }
      }
      for (int i = 0; i < length; i++) {
        numbers.setDouble(f.array(y), f.offset(y) + i, sum[base + i]);
      }
    };
  }
}
