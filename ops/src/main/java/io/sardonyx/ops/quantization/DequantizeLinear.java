package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The numbers that quantized ones stand for: {@code (x - zeroPoint) * scale}.
 *
 * @param axis along which scales differ
 * @param blockSize indices of the axis that share a scale; 0 for none
 * @param outputType the output's type; null for the scale's
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html">DequantizeLinear</a>
 */
record DequantizeLinear(long axis, long blockSize, ElementType outputType) implements Operator {

  DequantizeLinear(Attributes a) {
    this(a.integer("axis", 1), a.integer("block_size", 0), QuantizeLinear.type(a, "output_dtype"));
  }

  @Override
  public void infer(InferContext c) {
    ElementType type = outputType == null ? c.elementType(1) : outputType;
    switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> {}
      default -> throw c.error("the output would be %s; set output_dtype to a wider float", type);
    }
    Granularity.check(c, axis, blockSize);
    c.output(0, type, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    Granularity g = Granularity.of(c, axis, blockSize);
    Elements.Reader reader = Elements.reader(c.elementType(0));
    Elements.Writer writer = Elements.writer(c.outputElementType(0), false);
    Scales scales = Scales.declare(c, 1, g.count(), null);
    Scales zeros = c.hasInput(2) ? Scales.declare(c, 2, g.count(), null) : null;
    c.workerScratch(Storage.FLOATS, Ranges.COSTLY);
    Ranges ranges = new Ranges(Math.toIntExact(c.shape(0).elements()), Ranges.COSTLY);
    var task =
        ranges.task((f, from, to, w) -> {
          float[] v = f.workerFloats(w);
          int n = to - from;
          reader.read(f, x, from, v, 0, n);
          if (zeros != null) {
            zeros.subtract(f, g, v, from, n);
          }
          scales.multiply(f, g, v, from, n);
          writer.write(f, v, 0, y, from, n);
        });
    int tasks = ranges.tasks();
    return f -> {
      scales.read(f);
      if (zeros != null) {
        zeros.read(f);
      }
      f.parallel(tasks, task);
    };
  }
}
