package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.ops.tensor.ResizeExtent.Policy;
import io.sardonyx.ops.tensor.ResizeFilter.Mode;
import io.sardonyx.ops.tensor.ResizeFilter.Rounding;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * The input with another size: every output element is the nearest input element, or a weighted sum
 * of its neighbours along every axis. Upsample is the operator's name up to version 9.
 *
 * <p>The region of interest does not enter the output's size where scales give it: the formula in
 * the specification's text says so, but its shape inference, its reference and its users do not.
 *
 * @param filter how elements are computed
 * @param extent how large the output is
 * @param extrapolation the value of elements outside of the input
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">Resize</a>
 */
record Resize(ResizeFilter filter, ResizeExtent extent, float extrapolation)
    implements ChannelsLastOperator {

  /** Resize since version 11. */
  static Resize of(Attributes a) {
    ResizeCoordinates coordinates =
        a.choice("coordinate_transformation_mode", ResizeCoordinates.class);
    ResizeFilter filter =
        new ResizeFilter(
            a.choice("mode", Mode.class),
            coordinates,
            rounding(a),
            a.number("cubic_coeff_a"),
            a.flag("exclude_outside"),
            a.flag("antialias"));
    Policy policy =
        a.has("keep_aspect_ratio_policy")
            ? a.choice("keep_aspect_ratio_policy", Policy.class)
            : Policy.STRETCH;
    int roi = coordinates == ResizeCoordinates.TF_CROP_AND_RESIZE ? 1 : -1;
    return new Resize(
        filter,
        new ResizeExtent(roi, 2, 3, null, a.integersOrNull("axes"), policy),
        a.number("extrapolation_value"));
  }

  private static Rounding rounding(Attributes a) {
    Rounding rounding = a.choice("nearest_mode", Rounding.class);
    if (rounding == Rounding.SIMPLE) {
      throw new InvalidModelException(
          "attribute 'nearest_mode' is 'simple', which is no such mode");
    }
    return rounding;
  }

  /** Resize in version 10, and Upsample since version 9. */
  static Resize byScales(Attributes a) {
    return simple(a, new ResizeExtent(-1, 1, -1, null, null, Policy.STRETCH));
  }

  /** Upsample in version 7. */
  static Resize byAttribute(Attributes a) {
    return simple(a, new ResizeExtent(-1, -1, -1, a.numbers("scales"), null, Policy.STRETCH));
  }

  /** Upsample in version 1: pictures only. */
  static Resize byHeightAndWidth(Attributes a) {
    float[] scales = {1, 1, a.number("height_scale"), a.number("width_scale")};
    return simple(a, new ResizeExtent(-1, -1, -1, scales, null, Policy.STRETCH));
  }

  private static Resize simple(Attributes a, ResizeExtent extent) {
    Mode mode = a.string("mode").equals("bilinear") ? Mode.LINEAR : a.choice("mode", Mode.class);
    return new Resize(ResizeFilter.simple(mode), extent, 0);
  }

  @Override
  public void infer(InferContext c) {
    if (extent.roi() >= 0 && !c.hasInput(extent.roi())) {
      throw c.error("needs a region of interest for 'tf_crop_and_resize'");
    }
    c.output(0, c.elementType(0), extent.infer(c));
  }

  @Override
  public Step compile(CompileContext c) {
    ResizeCoordinates.Axis[] geometry = extent.axes(c);
    ResizeAxis[] axes = new ResizeAxis[geometry.length];
    for (int d = 0; d < axes.length; d++) {
      axes[d] = filter.table(geometry[d]);
    }
    ElementType type = c.elementType(0);
    int x = c.input(0);
    int y = c.output(0);
    ResizeGrid grid = ResizeGrid.of(c, axes);
    Step step;
    if (filter.mode() == Mode.NEAREST) {
      step = ResizeMoves.step(c, grid, x, y);
    } else if (type == ElementType.STRING) {
      throw c.error("cannot interpolate strings");
    } else if (ResizeFloats.takes(type)) {
      step = ResizeFloats.step(c, grid, x, y);
    } else {
      step = ResizeDirect.step(c, grid, x, y);
    }
    return ResizeOutside.after(step, c, axes, extrapolation);
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return c.elementType(0) == ElementType.FLOAT && c.rank(0) > 2 && extent.roi() < 0
        ? Role.FOLLOWS
        : Role.NEVER;
  }
}
