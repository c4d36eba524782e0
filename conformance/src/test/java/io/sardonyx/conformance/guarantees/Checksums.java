package io.sardonyx.conformance.guarantees;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/** Prints checksums of what networks compute on 1, 2, 3 and 5 threads, twice each. */
final class Checksums {

  static final List<Integer> THREADS = List.of(1, 2, 3, 5);

  private Checksums() {}

  /** One line for each network, number of threads and run: name, threads, checksum. */
  public static void main(String[] args) {
    for (Sample sample : Networks.small()) {
      for (int threads : THREADS) {
        try (OnnxModel model =
            OnnxModel.load(sample.model(), ModelOptions.DEFAULT.withThreads(threads))) {
          for (int run = 0; run < 2; run++) {
            System.out.println(
                sample.name() + " " + threads + " " + checksum(model.run(sample.inputs())));
          }
        }
      }
    }
    System.out.println("processors " + Runtime.getRuntime().availableProcessors());
  }

  /** A checksum of all bits of all tensors. */
  static long checksum(Outputs outputs) {
    CRC32 crc = new CRC32();
    for (Value value : outputs.values().values()) {
      if (!(value instanceof Tensor tensor)) {
        throw new IllegalArgumentException("no checksum of " + value.type());
      }
      ByteBuffer bytes = ByteBuffer.allocate(tensor.arrayLength() * 8);
      for (int i = 0; i < tensor.arrayLength(); i++) {
        switch (tensor.array()) {
          case float[] a -> bytes.putInt(Float.floatToRawIntBits(a[tensor.offset() + i]));
          case double[] a -> bytes.putLong(Double.doubleToRawLongBits(a[tensor.offset() + i]));
          case long[] a -> bytes.putLong(a[tensor.offset() + i]);
          case int[] a -> bytes.putInt(a[tensor.offset() + i]);
          case short[] a -> bytes.putShort(a[tensor.offset() + i]);
          case byte[] a -> bytes.put(a[tensor.offset() + i]);
          default -> throw new IllegalArgumentException("no checksum of " + tensor.type());
        }
      }
      crc.update(bytes.flip());
    }
    return crc.getValue();
  }
}
