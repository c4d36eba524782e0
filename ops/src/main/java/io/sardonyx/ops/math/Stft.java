package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The short-time Fourier transform: of frames that overlap, each multiplied by a window. A signal
 * is [batch, length, 1 or 2], the result [batch, frames, bins, 2].
 *
 * @param onesided whether only the first half of the spectrum is wanted
 * @see <a href="https://onnx.ai/onnx/operators/onnx__STFT.html">STFT</a>
 */
record Stft(boolean onesided) implements Operator {

  Stft(Attributes a) {
    this(a.flag("onesided"));
  }

  /** The length of a frame; unknown if it cannot be told yet. */
  private static Dim frameLength(NodeContext c) {
    if (c.hasInput(3)) {
      Long given = c.integer(3);
      return given == null ? Dim.UNKNOWN : Dim.of(given);
    }
    Shape shape = c.hasInput(2) ? c.shape(2) : c.shape(0);
    return !shape.isRanked() ? Dim.UNKNOWN : shape.dim(c.hasInput(2) ? 0 : 1);
  }

  @Override
  public void infer(InferContext c) {
    Shape signal = c.shape(0);
    if (signal.isRanked() && signal.rank() != 3) {
      throw c.error("input 0 has shape %s; expected [batch, length, 1 or 2]", signal);
    }
    if (c.hasInput(2) && c.rank(2) >= 0 && c.rank(2) != 1) {
      throw c.error("input 2 has shape %s; expected a vector", c.shape(2));
    }
    Shape known = signal.isRanked() ? signal : Shape.ofRank(3);
    Dim parts = known.dim(2);
    if (parts.isKnown() && !parts.is(1) && (onesided || !parts.is(2))) {
      throw c.error(
          "input 0 has shape %s; expected %s as the last dimension",
          signal, onesided ? "1, since the result is one-sided," : "1 or 2");
    }
    Long step = c.integer(1);
    Dim frame = frameLength(c);
    if ((step != null && step <= 0) || (frame.isKnown() && frame.size() <= 0)) {
      throw c.error("the frames are %s long, a step of %d apart; expected more", frame, step);
    }
    Dim length = known.dim(1);
    Dim frames = Dim.UNKNOWN;
    if (length.isKnown() && frame.isKnown() && step != null) {
      if (frame.size() > length.size()) {
        throw c.error("a frame of %s does not fit into a signal of %s", frame, length);
      }
      frames = Dim.of(1 + (length.size() - frame.size()) / step);
    }
    Dim bins = onesided ? frame.map(n -> n / 2 + 1) : frame;
    c.output(0, c.elementType(0), Shape.of(known.dim(0), frames, bins, Dim.of(2)));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int length = Math.toIntExact(dims[1]);
    int parts = Math.toIntExact(dims[2]);
    int hop = Math.toIntExact(Math.min(length, c.integer(1)));
    int frame = Math.toIntExact(frameLength(c).size());
    int frames = Math.toIntExact(c.outputDims(0)[1]);
    Spectrum spectrum = Spectrum.of(c.elementType(0), frame, false, onesided);
    int x = c.input(0);
    int window = c.hasInput(2) ? c.input(2) : -1;
    int samples = c.hasInput(2) ? Math.toIntExact(Math.min(frame, c.dims(2)[0])) : frame;
    int y = c.output(0);
    long units = dims[0] * frames;
    if (units == 0) {
      return Steps.none();
    }
    spectrum.reserve(c);
    int results = spectrum.results();
    return Ranges.step(
        units,
        Ranges.grain(Ranges.COSTLY, frame),
        (f, from, to, w) -> {
          double[] scratch = f.workerDoubles(w);
          for (int u = from; u < to; u++) {
            int at = f.offset(x) + (u / frames * length + u % frames * hop) * parts;
            spectrum.clear(scratch);
            for (int i = 0; i < samples; i++) {
              double factor =
                  window < 0
                      ? 1
                      : spectrum.access().getDouble(f.array(window), f.offset(window) + i);
              spectrum.read(scratch, i, f.array(x), at + i * parts, parts, factor);
            }
            spectrum.transform(f, w, scratch, parts);
            int yAt = f.offset(y) + u * results * 2;
            for (int i = 0; i < results; i++) {
              spectrum.write(scratch, i, f.array(y), yAt + 2 * i);
            }
          }
        });
  }
}
