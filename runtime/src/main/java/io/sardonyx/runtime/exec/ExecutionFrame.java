package io.sardonyx.runtime.exec;

import io.sardonyx.MemoryLimitException;
import io.sardonyx.OnnxException;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import java.util.Arrays;

/**
 * The memory of one run at a time: one slab per array type, and for every slot its array and
 * offset. Reused from run to run; owned by one run at a time.
 */
public final class ExecutionFrame implements Frame {

  /** Bytes to which HotSpot's array data begin to be off a cache line: the array's header. */
  private static final int ARRAY_HEADER_BYTES = 16;

  private static final int CACHE_LINE_BYTES = 64;

  private final WorkerPool pool;
  private final int maxWorkers;
  private final Region region;
  private final Object[] slabs = new Object[Storage.values().length];
  private final Object[][] workerArrays;

  private Object[] arrays;
  private int[] offsets;
  private ValueType[] types;
  private Value[] provided;
  private RunControl control;
  private boolean counted;
  private Node node;

  /**
   * @param maxWorkers most threads that work for this frame, the caller among them
   */
  public ExecutionFrame(WorkerPool pool, int maxWorkers, int slots) {
    this.pool = pool;
    this.maxWorkers = Math.min(maxWorkers, pool.parallelism());
    this.region = new Region(this, this.maxWorkers);
    this.workerArrays = new Object[Storage.values().length][this.maxWorkers];
    this.arrays = new Object[slots];
    this.offsets = new int[slots];
    this.types = new ValueType[slots];
    this.provided = new Value[slots];
  }

  // ------------------------------------------------------------------ set-up by the runner

  /** Makes room for slots that were added since. */
  public void ensureSlots(int slots) {
    if (slots > arrays.length) {
      arrays = Arrays.copyOf(arrays, slots);
      offsets = Arrays.copyOf(offsets, slots);
      types = Arrays.copyOf(types, slots);
      provided = Arrays.copyOf(provided, slots);
    }
  }

  /**
   * Begins a run.
   *
   * @param nested whether it is part of another run on the same thread
   */
  public void begin(RunControl runControl, boolean nested) {
    control = runControl;
    counted = !nested;
    if (counted) {
      pool.enter();
    }
  }

  /** Ends the run and lets go of everything that is not the frame's own. */
  public void end() {
    if (counted) {
      pool.leave();
    }
    control = null;
    node = null;
    Arrays.fill(arrays, null);
    Arrays.fill(provided, null);
  }

  public RunControl control() {
    return control;
  }

  /** Names the node that runs next, for messages. */
  public void setNode(Node running) {
    node = running;
  }

  /** Index of the first element of a slab that is used, so that its data begin a cache line. */
  public static int slabBase(Storage storage) {
    return (CACHE_LINE_BYTES - ARRAY_HEADER_BYTES) / storage.bytes();
  }

  /** Makes the slab of a storage at least this long, its base included; its contents stay. */
  public void ensureSlab(Storage storage, long length) {
    Object slab = slabs[storage.ordinal()];
    int old = slab == null ? 0 : storage.length(slab);
    if (length <= old) {
      return;
    }
    Object larger = allocate(storage, length);
    if (slab != null) {
      System.arraycopy(slab, 0, larger, 0, old);
      for (int i = 0; i < arrays.length; i++) {
        if (arrays[i] == slab) {
          arrays[i] = larger;
        }
      }
    }
    slabs[storage.ordinal()] = larger;
  }

  private static Object allocate(Storage storage, long length) {
    try {
      return storage.allocate(Math.toIntExact(length));
    } catch (ArithmeticException e) {
      throw new MemoryLimitException(
          "the plan needs %d %s in one array, more than Java allows".formatted(length, storage));
    } catch (OutOfMemoryError e) {
      throw new MemoryLimitException(
          "the plan needs %d bytes of tensor memory, more than the heap has left; raise -Xmx"
              .formatted(length * storage.bytes()),
          e);
    }
  }

  /** Fills all memory that is reused with NaN or a conspicuous pattern. */
  public void poison() {
    for (Object slab : slabs) {
      fillGarbage(slab);
    }
    for (Object[] perWorker : workerArrays) {
      for (Object array : perWorker) {
        fillGarbage(array);
      }
    }
  }

  private static void fillGarbage(Object array) {
    switch (array) {
      case float[] a -> Arrays.fill(a, Float.NaN);
      case double[] a -> Arrays.fill(a, Double.NaN);
      case long[] a -> Arrays.fill(a, 0x7B7B7B7B7B7B7B7BL);
      case int[] a -> Arrays.fill(a, 0x7B7B7B7B);
      case short[] a -> Arrays.fill(a, (short) 0x7B7B);
      case byte[] a -> Arrays.fill(a, (byte) 0x7B);
      case String[] a -> Arrays.fill(a, "garbage");
      case null, default -> {}
    }
  }

  /** Makes every worker's array of a storage at least this long. */
  public void ensureWorkerArrays(Storage storage, int length) {
    Object[] perWorker = workerArrays[storage.ordinal()];
    for (int w = 0; w < perWorker.length; w++) {
      if (perWorker[w] == null || storage.length(perWorker[w]) < length) {
        perWorker[w] = allocate(storage, length);
      }
    }
  }

  /** Puts a slot into the slab of its storage. */
  public void bindSlab(int slot, Storage storage, int offset, ValueType type) {
    bind(slot, slabs[storage.ordinal()], offset, type);
  }

  /** Puts a slot at an array of somebody else's. */
  public void bind(int slot, Object array, int offset, ValueType type) {
    arrays[slot] = array;
    offsets[slot] = offset;
    types[slot] = type;
    provided[slot] = null;
  }

  /** Puts a slot where another one is, so many elements further. */
  public void bindAlias(int slot, int of, int delta, ValueType type) {
    bind(slot, arrays[of], offsets[of] + delta, type);
  }

  /** Puts a slot at the elements of a constant. */
  public void bind(int slot, Constant constant) {
    Tensor tensor = constant.tensor();
    bind(slot, tensor.array(), tensor.offset(), tensor.type());
  }

  /** Forgets what a slot holds, so that it can be collected. */
  public void release(int slot) {
    arrays[slot] = null;
    provided[slot] = null;
  }

  // ------------------------------------------------------------------ use by steps

  @Override
  public float[] floats(int slot) {
    return (float[]) arrays[slot];
  }

  @Override
  public double[] doubles(int slot) {
    return (double[]) arrays[slot];
  }

  @Override
  public long[] longs(int slot) {
    return (long[]) arrays[slot];
  }

  @Override
  public int[] ints(int slot) {
    return (int[]) arrays[slot];
  }

  @Override
  public short[] shorts(int slot) {
    return (short[]) arrays[slot];
  }

  @Override
  public byte[] bytes(int slot) {
    return (byte[]) arrays[slot];
  }

  @Override
  public String[] strings(int slot) {
    return (String[]) arrays[slot];
  }

  @Override
  public Object array(int slot) {
    return arrays[slot];
  }

  @Override
  public int offset(int slot) {
    return offsets[slot];
  }

  @Override
  public Tensor tensor(int slot) {
    if (provided[slot] instanceof Tensor tensor) {
      return tensor;
    }
    TensorType type = (TensorType) types[slot];
    return Tensor.ofPart(type.elementType(), arrays[slot], offsets[slot], type.shape().sizes());
  }

  @Override
  public Value value(int slot) {
    return provided[slot] instanceof Value value && !(value instanceof Tensor)
        ? value
        : tensor(slot).copy();
  }

  /** The value that a step provided, the frame's caller now being its owner; null if none did. */
  public Value providedValue(int slot) {
    return provided[slot];
  }

  @Override
  public void provide(int slot, Value value) {
    provided[slot] = value;
    types[slot] = value.type();
    if (value instanceof Tensor tensor) {
      arrays[slot] = tensor.array();
      offsets[slot] = tensor.offset();
    }
  }

  @Override
  public void parallel(int tasks, ParallelTask body) {
    if (tasks <= 1 || maxWorkers == 1) {
      for (int t = 0; t < tasks; t++) {
        body.run(this, t, 0);
      }
      return;
    }
    region.open(tasks, body);
    pool.run(region);
  }

  @Override
  public float[] workerFloats(int worker) {
    return (float[]) workerArrays[Storage.FLOATS.ordinal()][worker];
  }

  @Override
  public double[] workerDoubles(int worker) {
    return (double[]) workerArrays[Storage.DOUBLES.ordinal()][worker];
  }

  @Override
  public long[] workerLongs(int worker) {
    return (long[]) workerArrays[Storage.LONGS.ordinal()][worker];
  }

  @Override
  public int[] workerInts(int worker) {
    return (int[]) workerArrays[Storage.INTS.ordinal()][worker];
  }

  @Override
  public short[] workerShorts(int worker) {
    return (short[]) workerArrays[Storage.SHORTS.ordinal()][worker];
  }

  @Override
  public byte[] workerBytes(int worker) {
    return (byte[]) workerArrays[Storage.BYTES.ordinal()][worker];
  }

  @Override
  public void checkCancelled() {
    control.check();
  }

  @Override
  public OnnxException error(String format, Object... args) {
    return node.error(format, args);
  }
}
