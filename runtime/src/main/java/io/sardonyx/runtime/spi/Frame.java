package io.sardonyx.runtime.spi;

import io.sardonyx.OnnxException;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.Value;

/**
 * The memory of one run: for every slot (a value of the program, or scratch) an array and the
 * offset of its first element. One run uses a frame at a time; the methods may be called by the
 * run's parallel tasks too, except {@link #provide} and {@link #parallel}.
 */
public interface Frame {

  /** The array of a slot whose storage is {@link Storage#FLOATS}. */
  float[] floats(int slot);

  double[] doubles(int slot);

  long[] longs(int slot);

  int[] ints(int slot);

  short[] shorts(int slot);

  byte[] bytes(int slot);

  String[] strings(int slot);

  /** The array of a slot, whatever its storage. */
  Object array(int slot);

  /** Index of the slot's first element in its array. */
  int offset(int slot);

  /** A tensor over the slot's memory, not a copy; it is valid only while the node runs. */
  Tensor tensor(int slot);

  /** The value in a slot; of a tensor a copy, so that it may be kept. */
  Value value(int slot);

  /**
   * Makes {@code value} the content of an output slot. Only for outputs that the operator declared
   * with {@link CompileContext#provides}, that are no tensors, or whose shape is not known before.
   */
  void provide(int slot, Value value);

  /**
   * Runs tasks 0 to {@code tasks - 1} on the caller and the pool's idle workers, and returns when
   * all are done. An exception in a task is thrown here.
   */
  void parallel(int tasks, ParallelTask body);

  /** A worker's own scratch, at least as long as {@link CompileContext#workerScratch} asked for. */
  float[] workerFloats(int worker);

  double[] workerDoubles(int worker);

  long[] workerLongs(int worker);

  int[] workerInts(int worker);

  short[] workerShorts(int worker);

  byte[] workerBytes(int worker);

  /** Throws if the run was cancelled or its deadline has passed; long loops call it. */
  void checkCancelled();

  /** An exception that names the node that is running. */
  OnnxException error(String format, Object... args);
}
