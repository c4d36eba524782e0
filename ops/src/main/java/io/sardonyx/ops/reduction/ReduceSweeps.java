package io.sardonyx.ops.reduction;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.ops.family.Runs;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The sweeps that reduce a tensor, innermost axes first, and the function of the result that comes
 * last.
 *
 * @param count numbers that make one result; at least 1
 */
record ReduceSweeps(ReduceFunction function, ElementType type, int count, int results) {

  /** The step from input 0 to output 0, both plain. */
  Step step(CompileContext c, Runs runs) {
    Arithmetic arithmetic = function.arithmetic(type);
    Conversion elements = Conversion.of(type, arithmetic);
    List<Step> steps = new ArrayList<>();
    int from = c.input(0);
    boolean isFlipped = isUnsignedOrder();
    if (isFlipped) {
      int n = Math.toIntExact(c.shape(0).elements());
      int flipped = c.scratch(Storage.LONGS, n);
      steps.add(flip(from, flipped, n));
      from = flipped;
    }
    int target = elements.isNative() ? c.output(0) : -1;
    from = sweep(c, runs, from, isFlipped ? numbers(arithmetic) : elements, target, steps);
    if (isFlipped) {
      steps.add(flip(from, from, results));
    } else if (function.hasFinish() || !elements.isNative()) {
      steps.add(finish(from, c.output(0), elements));
    }
    return Steps.sequence(steps);
  }

  /**
   * The step from input 0 channels last to output 0, which has the channels only. Padding is
   * reduced like all else, and left behind.
   *
   * @param images how many there are
   * @param pixels of each, at least 1
   * @param pitch distance of pixels
   * @param channels of a pixel
   * @param yPitch distance of images in the output
   */
  Step channelsLast(CompileContext c, int images, int pixels, int pitch, int channels, int yPitch) {
    Conversion elements = Conversion.of(type, Arithmetic.FLOATS);
    Runs runs = new Runs(List.of(images, pixels, pitch), false);
    List<Step> steps = new ArrayList<>();
    int numbers = sweep(c, runs, c.input(0), elements, -1, steps);
    int y = c.output(0);
    steps.add(f -> {
      float[] in = f.floats(numbers);
      float[] out = f.floats(y);
      for (int i = 0; i < images; i++) {
        int at = f.offset(numbers) + i * pitch;
        int yAt = f.offset(y) + i * yPitch;
        for (int k = 0; k < channels; k++) {
          out[yAt + k] = (float) function.finish(in[at + k], count);
        }
      }
    });
    return Steps.sequence(steps);
  }

  /**
   * Adds the sweeps.
   *
   * @param target the slot for the results; -1 for scratch
   * @return the slot that the results are in
   */
  private int sweep(
      CompileContext c, Runs runs, int x, Conversion first, int target, List<Step> steps) {
    Conversion conversion = first;
    int from = x;
    List<ReduceStage> stages = stages(c, runs, conversion);
    for (int i = 0; i < stages.size(); i++) {
      ReduceStage stage = stages.get(i);
      boolean isLast = i == stages.size() - 1 && target >= 0;
      int to = isLast ? target : c.scratch(conversion.arithmetic().storage(), stage.results());
      steps.add(stage.step(c, conversion, from, to));
      from = to;
      conversion = numbers(conversion.arithmetic());
    }
    return from;
  }

  private static Conversion numbers(Arithmetic arithmetic) {
    return Conversion.of(arithmetic.elementType(), arithmetic);
  }

  /** Whether longs have to be compared as unsigned ones, which turning the top bit achieves. */
  private boolean isUnsignedOrder() {
    Reduction reduction = function.reduction(type);
    return type == ElementType.UINT64 && (reduction == Reduction.MAX || reduction == Reduction.MIN);
  }

  private static Step flip(int x, int y, int n) {
    return Ranges.step(
        n,
        Ranges.CHEAP,
        (f, from, to, w) -> {
          long[] in = f.longs(x);
          long[] out = f.longs(y);
          int at = f.offset(x);
          int outAt = f.offset(y);
          for (int i = from; i < to; i++) {
            out[outAt + i] = in[at + i] ^ Long.MIN_VALUE;
          }
        });
  }

  private List<ReduceStage> stages(CompileContext c, Runs runs, Conversion first) {
    RowKernels kernels = RowKernels.of(c, first.arithmetic());
    List<ReduceStage> stages = new ArrayList<>();
    Runs left = runs;
    Reduction reduction = function.reduction(type);
    do {
      int k = left.lastChosen();
      int outer = left.product(0, Math.max(0, k));
      int length = k < 0 ? 1 : left.sizes().get(k);
      int inner = left.product(k + 1, left.sizes().size());
      do {
        boolean isConverted = stages.isEmpty() && !first.isNative();
        ReduceStage stage = new ReduceStage(kernels, reduction, outer, length, inner, isConverted);
        stages.add(stage);
        length = stage.blocks();
        reduction = reduction.joining();
      } while (length > 1);
      left = k < 0 ? left : left.withoutLastChosen();
    } while (left.lastChosen() >= 0);
    return stages;
  }

  private Step finish(int numbers, int y, Conversion elements) {
    Arithmetic arithmetic = elements.arithmetic();
    boolean isUnsigned = type.isUnsigned();
    return Ranges.step(
        results,
        Ranges.COSTLY,
        (f, from, to, w) -> {
          Object array = f.array(numbers);
          int at = f.offset(numbers);
          for (int i = at + from; i < at + to; i++) {
            if (array instanceof long[] longs) {
              longs[i] = function.finish(longs[i], count, isUnsigned);
            } else {
              arithmetic.set(array, i, function.finish(arithmetic.get(array, i), count));
            }
          }
          if (numbers != y) {
            elements.write(array, at + from, f.array(y), f.offset(y) + from, to - from);
          }
        });
  }
}
