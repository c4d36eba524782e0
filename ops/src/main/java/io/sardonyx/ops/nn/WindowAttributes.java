package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ops.nn.conv.Window;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes that convolutions and pooling share. Empty lists stand for the defaults: strides
 * and dilations of 1, no padding, and for convolutions the kernel of the weights.
 *
 * @param autoPad how padding is found
 * @param kernelShape taps along each axis
 * @param strides distances of the windows
 * @param dilations distances of the taps
 * @param pads missing inputs at the beginnings, then at the ends
 * @param ceilMode whether the last window may reach beyond the padding
 */
public record WindowAttributes(
    AutoPad autoPad,
    List<Integer> kernelShape,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> pads,
    boolean ceilMode) {

  /** How padding is found. */
  public enum AutoPad {
    /** As {@code pads} say. */
    NOTSET,
    /** So that there are input / stride outputs; an odd one goes to the end. */
    SAME_UPPER,
    /** So that there are input / stride outputs; an odd one goes to the beginning. */
    SAME_LOWER,
    /** None. */
    VALID
  }

  /** Reads them from a node. */
  public static WindowAttributes of(Attributes a) {
    return new WindowAttributes(
        a.has("auto_pad") ? a.choice("auto_pad", AutoPad.class) : AutoPad.NOTSET,
        list(a, "kernel_shape"),
        list(a, "strides"),
        list(a, "dilations"),
        list(a, "pads"),
        a.flag("ceil_mode"));
  }

  public static List<Integer> list(Attributes a, String name) {
    List<Integer> list = new ArrayList<>();
    if (a.has(name)) {
      for (long value : a.integers(name)) {
        list.add(Math.toIntExact(value));
      }
    }
    return List.copyOf(list);
  }

  public int stride(int axis) {
    return strides.isEmpty() ? 1 : strides.get(axis);
  }

  public int dilation(int axis) {
    return dilations.isEmpty() ? 1 : dilations.get(axis);
  }

  /** Checks the lists against the number of spatial axes and a kernel. */
  public void validate(NodeContext c, int axes, long[] kernel) {
    if (kernel.length != axes) {
      throw c.error("the kernel has %d axes; the input has %d spatial ones", kernel.length, axes);
    }
    requireLength(c, "strides", strides, axes);
    requireLength(c, "dilations", dilations, axes);
    requireLength(c, "pads", pads, 2 * axes);
    for (int i = 0; i < axes; i++) {
      if (kernel[i] < 1 || stride(i) < 1 || dilation(i) < 1) {
        throw c.error(
            "kernel %d, stride %d and dilation %d along axis %d; expected at least 1",
            kernel[i], stride(i), dilation(i), i);
      }
    }
    for (int pad : pads) {
      if (pad < 0) {
        throw c.error("pads are %s; expected none below 0", pads);
      }
    }
  }

  private static void requireLength(NodeContext c, String name, List<Integer> list, int length) {
    if (!list.isEmpty() && list.size() != length) {
      throw c.error("'%s' has %d entries; expected %d", name, list.size(), length);
    }
  }

  /** The number of outputs along an axis, if the number of inputs is known. */
  public Dim output(NodeContext c, Dim input, int axis, int axes, long kernel) {
    return input.isKnown()
        ? Dim.of(window(c, Math.toIntExact(input.size()), axis, axes, kernel).output())
        : Dim.UNKNOWN;
  }

  /** The window along one of {@code axes} axes. */
  public Window window(NodeContext c, int input, int axis, int axes, long kernelSize) {
    int kernel = Math.toIntExact(kernelSize);
    int stride = stride(axis);
    int dilation = dilation(axis);
    long extent = (kernel - 1L) * dilation + 1;
    long begin = 0;
    long end = 0;
    long output;
    switch (autoPad) {
      case SAME_UPPER, SAME_LOWER -> {
        output = (input + stride - 1L) / stride;
        long total = Math.max(0, (output - 1) * stride + extent - input);
        begin = autoPad == AutoPad.SAME_UPPER ? total / 2 : total - total / 2;
        end = total - begin;
      }
      case NOTSET, VALID -> {
        if (autoPad == AutoPad.NOTSET && !pads.isEmpty()) {
          begin = pads.get(axis);
          end = pads.get(axes + axis);
        }
        long room = input + begin + end - extent;
        if (room < 0) {
          throw c.error(
              "a window of %d does not fit into %d inputs with padding %d and %d along axis %d",
              extent, input, begin, end, axis);
        }
        output = (ceilMode ? (room + stride - 1) / stride : room / stride) + 1;
        if (ceilMode && (output - 1) * stride >= input + begin) {
          output--;
        }
      }
      default -> throw new IllegalStateException();
    }
    return new Window(
        input,
        Math.toIntExact(output),
        kernel,
        stride,
        dilation,
        Math.toIntExact(begin),
        Math.toIntExact(end));
  }
}
