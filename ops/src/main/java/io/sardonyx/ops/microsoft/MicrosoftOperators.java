package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.Functions.wide;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The operators of the domain {@code com.microsoft}, which ONNX Runtime's tools write into models.
 * Most are functions of ONNX's own.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">their
 *     documentation</a>
 */
public final class MicrosoftOperators {

  private MicrosoftOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    Functions functions = new Functions(r);
    FusedFunctions.register(functions);
    NormalizationFunctions.register(functions);
    AttentionFunctions.register(functions);
    QuantizedFunctions.register(functions);
    functions
        .same("Trilu")
        .same("Pad")
        .op("GatherND", (a, b) -> b.output(0, b.op("GatherND", b.input(0), wide(b, b.input(1)))))
        .op("GridSample", MicrosoftOperators::gridSample)
        .op("ExpandDims", MicrosoftOperators::expandDims)
        .op("ConvTransposeWithDynamicPads", MicrosoftOperators::convTranspose);
    r.op(Functions.DOMAIN, "CropAndResize", 1, CropAndResize::new)
        .op(Functions.DOMAIN, "Inverse", 1, a -> new Inverse())
        .op(Functions.DOMAIN, "MatMulNBits", 1, MatMulNBits::new)
        .op(Functions.DOMAIN, "NGramRepeatBlock", 1, NGramRepeatBlock::new);
  }

  private static void gridSample(Attributes a, FunctionBody b) {
    Map<String, Object> given = new LinkedHashMap<>(a.given());
    given.put(
        "mode",
        switch (a.string("mode")) {
          case "bilinear" -> "linear";
          case "bicubic" -> "cubic";
          default -> a.string("mode");
        });
    b.output(0, b.op("GridSample", given, b.input(0), b.input(1)));
  }

  private static void expandDims(Attributes a, FunctionBody b) {
    b.output(0, b.op("Unsqueeze", b.input(0), b.reshaped(wide(b, b.input(1)), -1)));
  }

  /** Pads take rows away from the whole result, which is computed first. */
  private static void convTranspose(Attributes a, FunctionBody b) {
    if (!a.string("auto_pad").equals("NOTSET")) {
      throw b.error("attribute 'auto_pad' is '%s'; expected NOTSET", a.string("auto_pad"));
    }
    int whole = b.op("ConvTranspose", a.given(), b.input(0), b.input(1), b.input(3));
    if (!b.hasInput(2)) {
      b.output(0, whole);
      return;
    }
    int less = b.op("Neg", b.input(2));
    int[] ends = b.node("", "Split", attributes("axis", 0L, "num_outputs", 2L), 2, less);
    int none = b.vector(0, 0);
    b.output(0, b.op("Pad", whole, b.joined(none, ends[0], none, ends[1])));
  }
}
