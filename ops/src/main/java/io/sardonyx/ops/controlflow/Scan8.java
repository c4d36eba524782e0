package io.sardonyx.ops.controlflow;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.ops.family.TensorParts;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subgraph;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Scan as it was in version 8: every input and output has a batch in front, the scanned ones a
 * sequence after it, and sequences may be shorter than the longest. What a short sequence leaves of
 * the collected outputs is zero.
 *
 * @param scanned number of scanned inputs, the node's last ones
 * @param reversed 1 where an input is scanned from the sequence's end; empty: from the beginning
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Scan.html">Scan</a>
 */
record Scan8(int scanned, List<Long> reversed) implements Operator {

  /** Input 0 holds the lengths of the sequences. */
  private static final int FIRST = 1;

  Scan8(Attributes a) {
    this(a.intValue("num_scan_inputs"), Scan.list(a, "directions"));
  }

  @Override
  public void infer(InferContext c) {
    Subgraph body = c.subgraph("body");
    int inputs = c.inputCount() - FIRST;
    int states = inputs - scanned;
    if (scanned < 1 || states < 0 || body.inputCount() != inputs) {
      throw c.error(
          "has %d inputs after the lengths, %d of them scanned; its body has %d",
          inputs, scanned, body.inputCount());
    }
    if (body.outputCount() != c.outputCount() || body.outputCount() < states) {
      throw c.error("has %d outputs; its body has %d", c.outputCount(), body.outputCount());
    }
    Dim batch = Dim.UNKNOWN;
    Dim length = Dim.UNKNOWN;
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      TensorType type = c.tensorType(FIRST + i);
      int leading = i < states ? 1 : 2;
      if (type.shape().isRanked()) {
        List<Dim> dims = type.shape().dims();
        if (dims.size() < leading) {
          throw c.error(
              "input %d has shape %s; expected a batch%s in front",
              FIRST + i, type.shape(), leading == 1 ? "" : " and a sequence");
        }
        batch = same(c, batch, dims.getFirst(), "batch");
        length = i < states ? length : same(c, length, dims.get(1), "sequence");
        type = type.withShape(Shape.of(dims.subList(leading, dims.size())));
      }
      types.add(type);
    }
    List<ValueType> results = body.infer(types);
    while (CarriedTypes.generalize(c, types, 0, results, 0, states)) {
      results = body.infer(types);
    }
    for (int i = 0; i < c.outputCount(); i++) {
      TensorType type = (TensorType) (i < states ? types.get(i) : results.get(i));
      if (type.shape().isRanked()) {
        List<Dim> dims = type.shape().dims();
        if (i >= states) {
          dims.addFirst(length);
        }
        dims.addFirst(batch);
        type = type.withShape(Shape.of(dims));
      }
      c.output(i, type);
    }
  }

  private static Dim same(InferContext c, Dim a, Dim b, String what) {
    if (a.isKnown() && b.isKnown() && a.size() != b.size()) {
      throw c.error("its inputs differ in the size of the %s: %d and %d", what, a.size(), b.size());
    }
    return a.refine(b);
  }

  @Override
  public Step compile(CompileContext c) {
    int[] inputs = new int[c.inputCount() - FIRST];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = c.input(FIRST + i);
    }
    int[] outputs = new int[c.outputCount()];
    TensorType[] types = new TensorType[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      types[i] = c.hasOutput(i) ? (TensorType) c.outputType(i) : null;
      c.provides(i);
    }
    long[] scannedDims = c.dims(c.inputCount() - 1);
    int batch = Math.toIntExact(scannedDims[0]);
    int length = Math.toIntExact(scannedDims[1]);
    if (c.hasInput(0) && c.shape(0).elements() != batch) {
      throw c.error(
          "input 0 has shape %s; expected one length for each of %d sequences", c.shape(0), batch);
    }
    int lengths = c.input(0);
    Subprogram body = c.subprogram("body");
    return f -> {
      Scanning scanning = new Scanning(f, body, inputs, outputs.length);
      for (int b = 0; b < batch; b++) {
        long n = lengths < 0 ? length : f.longs(lengths)[f.offset(lengths) + b];
        if (n < 0 || n > length) {
          throw f.error("the sequence %d has length %d; expected 0 to %d", b, n, length);
        }
        scanning.run(b, (int) n, length);
      }
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] >= 0) {
          f.provide(outputs[i], scanning.output(i, batch, length, types[i]));
        }
      }
    };
  }

  /** One run of the operator: the final states and the collected outputs so far. */
  private final class Scanning {
    private final Frame f;
    private final Subprogram body;
    private final int[] inputs;
    private final int states;

    /** For every output its tensors: one a sequence for states, one an element for others. */
    private final List<List<Tensor>> results = new ArrayList<>();

    Scanning(Frame f, Subprogram body, int[] inputs, int outputs) {
      this.f = f;
      this.body = body;
      this.inputs = inputs;
      this.states = inputs.length - scanned;
      for (int i = 0; i < outputs; i++) {
        results.add(new ArrayList<>());
      }
    }

    void run(int b, int n, int length) {
      Value[] values = new Value[inputs.length];
      for (int i = 0; i < states; i++) {
        values[i] = TensorParts.slice(f.tensor(inputs[i]), 0, b);
      }
      for (int t = 0; t < n; t++) {
        f.checkCancelled();
        for (int i = states; i < inputs.length; i++) {
          int index = Scan.at(reversed, i - states) == 0 ? t : n - 1 - t;
          Tensor x = f.tensor(inputs[i]);
          long[] shape = x.shape();
          shape[1] = shape[0] * shape[1];
          Tensor rows = x.reshaped(TensorParts.removed(shape, 0));
          values[i] = TensorParts.slice(rows, 0, b * length + index);
        }
        Value[] given = body.run(f, values);
        System.arraycopy(given, 0, values, 0, states);
        for (int i = states; i < given.length; i++) {
          results.get(i).add((Tensor) given[i]);
        }
      }
      for (int i = 0; i < states; i++) {
        results.get(i).add((Tensor) values[i]);
      }
      for (int i = states; i < results.size(); i++) {
        for (int t = n; t < length; t++) {
          results.get(i).add(null);
        }
      }
    }

    Tensor output(int i, int batch, int length, TensorType type) {
      List<Tensor> tensors = results.get(i);
      if (i < states) {
        return TensorParts.stack(f, tensors, 0, type);
      }
      Tensor known = tensors.stream().filter(t -> t != null).findFirst().orElse(null);
      Tensor zeros =
          known == null ? unseen(type) : Tensor.zeros(known.elementType(), known.shape());
      tensors.replaceAll(t -> t == null ? zeros : t);
      long[] shape = TensorParts.inserted(zeros.shape(), 0, length);
      shape = TensorParts.inserted(shape, 0, batch);
      return tensors.isEmpty()
          ? Tensor.zeros(type.elementType(), shape)
          : TensorParts.stack(f, tensors, 0, type).reshaped(shape);
    }

    /** An element of a collected output of which the body never gave one. */
    private Tensor unseen(TensorType type) {
      int rank = type.shape().isRanked() ? type.shape().rank() : 2;
      long[] shape = new long[rank - 2];
      for (int d = 0; d < shape.length; d++) {
        shape[d] = Math.max(0, type.shape().dim(d + 2).size());
      }
      return Tensor.zeros(type.elementType(), shape);
    }
  }
}
