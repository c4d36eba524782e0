package io.sardonyx.ops.nn.conv;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Exercise;
import io.sardonyx.runtime.spi.FloatSpan;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the steps of a convolution together: chooses a strategy, packs weights, and brings tensors
 * that are plain or of other types into the form that strategies work on.
 */
public final class ConvSteps {

  private final CompileContext c;
  private final ConvShape shape;
  private final Activation activation;
  private final Kernels kernels;
  private final List<Step> before = new ArrayList<>();
  private final List<Step> after = new ArrayList<>();

  private ConvSteps(CompileContext c, ConvShape shape, Activation activation) {
    this.c = c;
    this.shape = shape;
    this.activation = activation;
    this.kernels = KernelSets.of(c);
  }

  /**
   * The step of a convolution node.
   *
   * @param bias index of the input that holds the bias
   * @param residual index of the input that is added to the result
   */
  public static Step compile(
      CompileContext c, ConvShape shape, Activation activation, int bias, int residual) {
    if (shape.batch() == 0 || shape.outPixels() == 0 || shape.outChannels() == 0) {
      return f -> {};
    }
    if (c.elementType(0) == ElementType.DOUBLE) {
      return DoubleConv.step(c, shape, bias);
    }
    ConvSteps steps = new ConvSteps(c, shape, activation);
    boolean stem = StemConv.fits(shape) && !c.layout(0).isChannelsLast();
    return steps.compile(steps.strategy(stem), stem, bias, residual);
  }

  private ConvStrategy strategy(boolean stem) {
    if (stem) {
      return new StemConv(shape, kernels);
    }
    if (DepthwiseRowConv.fits(shape, kernels)) {
      return new DepthwiseRowConv(shape, kernels);
    }
    if (shape.isDepthwise()) {
      return new DepthwiseConv(shape, kernels);
    }
    return ConvCost.cheapest(shape, kernels, c.options().winograd());
  }

  /**
   * The step of a transposed convolution node.
   *
   * @param shape channels and groups, without axes
   */
  static Step compileTransposed(
      CompileContext c, List<TransposedAxis> axes, ConvShape shape, Activation activation) {
    if (Shape.elements(c.outputDims(0)) == 0) {
      return f -> {};
    }
    if (c.elementType(0) == ElementType.DOUBLE) {
      return DoubleConv.transposedStep(c, axes, shape);
    }
    ConvSteps steps = new ConvSteps(c, shape, activation);
    TransposedConv strategy = new TransposedConv(axes, shape, steps.kernels, steps.xPitch());
    return steps.compile(strategy, false, 2, -1);
  }

  private int xPitch() {
    return c.layout(0).isChannelsLast()
        ? c.layout(0).pitch()
        : ChannelsLast.pitch(shape.inChannels());
  }

  /** Whether a convolution with weights of this shape, in one group, reads its input plain. */
  public static boolean readsPlain(long[] weights, List<Integer> dilations) {
    return weights[1] <= StemConv.MAX_CHANNELS
        && Shape.elements(weights) > weights[0] * weights[1]
        && (dilations.isEmpty() || dilations.getLast() == 1);
  }

  private Step compile(ConvStrategy strategy, boolean stem, int bias, int residual) {
    int x = stem ? plainFloats(0) : channelsLast(0);
    int xPitch = xPitch();
    int y = c.output(0);
    int yPitch = c.outputLayout(0).pitch();
    if (!c.outputLayout(0).isChannelsLast()) {
      yPitch = ChannelsLast.pitch(shape.outChannels());
      y = ChannelsLast.scratch(c, c.outputDims(0));
      toPlainOutput(y, yPitch);
    }
    int z = -1;
    int zPitch = 0;
    if (residual >= 0 && c.hasInput(residual)) {
      z = channelsLast(residual);
      zPitch =
          c.layout(residual).isChannelsLast()
              ? c.layout(residual).pitch()
              : ChannelsLast.pitch(shape.outChannels());
    }
    ConvOperands.Packed weights = packed(strategy, bias);
    Step convolution =
        strategy.step(c, new ConvOperands(x, xPitch, y, yPitch, z, zPitch, weights, activation));
    if (before.isEmpty() && after.isEmpty()) {
      return convolution;
    }
    List<Step> all = new ArrayList<>(before);
    all.add(convolution);
    all.addAll(after);
    return new Sequence(List.copyOf(all), convolution);
  }

  private record Sequence(List<Step> steps, Step main) implements Step {
    @Override
    public void run(Frame f) {
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run(f);
      }
    }

    @Override
    public List<Exercise> exercises() {
      return main.exercises();
    }

    @Override
    public String toString() {
      return main + ", between plain tensors";
    }
  }

  /** The slot of a float tensor with the plain contents of input {@code i}. */
  private int plainFloats(int i) {
    FloatFormat format = FloatFormats.of(c.elementType(i));
    if (format == null) {
      return c.input(i);
    }
    int n = Math.toIntExact(c.shape(i).elements());
    int from = c.input(i);
    int to = c.scratch(Storage.FLOATS, n);
    before.add(
        Ranges.step(
            n,
            Ranges.CHEAP,
            (f, a, b, w) ->
                format.decode(
                    f.shorts(from), f.offset(from) + a, f.floats(to), f.offset(to) + a, b - a)));
    return to;
  }

  /** The slot of a tensor with the contents of input {@code i} channels last. */
  private int channelsLast(int i) {
    if (c.layout(i).isChannelsLast()) {
      return c.input(i);
    }
    int plain = plainFloats(i);
    long[] dims = c.dims(i);
    int to = ChannelsLast.scratch(c, dims);
    before.add(ChannelsLast.fromPlain(dims, plain, to, ChannelsLast.pitch(dims[1])));
    return to;
  }

  private void toPlainOutput(int from, int pitch) {
    long[] dims = c.outputDims(0);
    FloatFormat format = FloatFormats.of(c.outputElementType(0));
    int output = c.output(0);
    if (format == null) {
      after.add(ChannelsLast.toPlain(dims, from, pitch, output));
      return;
    }
    int n = Math.toIntExact(Shape.elements(dims));
    int plain = c.scratch(Storage.FLOATS, n);
    after.add(ChannelsLast.toPlain(dims, from, pitch, plain));
    after.add(
        Ranges.step(
            n,
            Ranges.CHEAP,
            (f, a, b, w) ->
                format.encode(
                    f.floats(plain),
                    f.offset(plain) + a,
                    f.shorts(output),
                    f.offset(output) + a,
                    b - a)));
  }

  // ------------------------------------------------------------------------------ weights

  private record Constant(FloatSpan panels, FloatSpan biases) implements ConvOperands.Packed {
    @Override
    public float[] weights(Frame f) {
      return panels.array();
    }

    @Override
    public int weightsAt(Frame f) {
      return panels.at();
    }

    @Override
    public float[] bias(Frame f) {
      return biases.array();
    }

    @Override
    public int biasAt(Frame f) {
      return biases.at();
    }
  }

  private record Computed(int panels, int biases) implements ConvOperands.Packed {
    @Override
    public float[] weights(Frame f) {
      return f.floats(panels);
    }

    @Override
    public int weightsAt(Frame f) {
      return f.offset(panels);
    }

    @Override
    public float[] bias(Frame f) {
      return f.floats(biases);
    }

    @Override
    public int biasAt(Frame f) {
      return f.offset(biases);
    }
  }

  private ConvOperands.Packed packed(ConvStrategy strategy, int bias) {
    if (c.isConstant(1) && (!c.hasInput(bias) || c.isConstant(bias))) {
      return c.packed(
          strategy.packingKey(),
          () -> {
            FloatSpan panels = c.packedFloats(strategy.packedLength());
            strategy.pack(floats(c.value(1)), 0, panels.array(), panels.at());
            FloatSpan biases = c.packedFloats(strategy.biasLength());
            strategy.packBias(
                c.hasInput(bias) ? floats(c.value(bias)) : null, 0, biases.array(), biases.at());
            return new Constant(panels, biases);
          });
    }
    int w = plainFloats(1);
    int b = c.hasInput(bias) ? plainFloats(bias) : -1;
    int panels = c.scratch(Storage.FLOATS, strategy.packedLength());
    int biases = c.scratch(Storage.FLOATS, strategy.biasLength());
    before.add(f -> {
      strategy.pack(f.floats(w), f.offset(w), f.floats(panels), f.offset(panels));
      strategy.packBias(
          b < 0 ? null : f.floats(b), b < 0 ? 0 : f.offset(b), f.floats(biases), f.offset(biases));
    });
    return new Computed(panels, biases);
  }

  private static float[] floats(Tensor t) {
    FloatFormat format = FloatFormats.of(t.elementType());
    if (format == null) {
      return t.floats();
    }
    float[] floats = new float[t.arrayLength()];
    format.decode(t.shorts(), 0, floats, 0, floats.length);
    return floats;
  }
}
