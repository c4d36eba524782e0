package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.LayoutKernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a box of elements from one tensor to another, each with strides of its own; the skeleton
 * of transposes, slices, broadcasts and the like. Dimensions that lie together in both tensors are
 * joined, so that the longest contiguous runs are moved at once; what is one run altogether becomes
 * a view.
 */
public final class StridedCopy {

  /** Units that a task moves: enough to be worth waking a thread. */
  private static final int GRAIN = 32 * 1024;

  /** Columns of a transposed tile, so that the rows which it touches stay in the cache. */
  private static final int TRANSPOSED_COLUMNS = 256;

  /** One dimension of the box, strides in units. */
  private record Loop(int size, int x, int y) {}

  private final Units units;
  private final ElementType type;
  private final int xStart;
  private final int yStart;
  private final boolean empty;

  /** Joined dimensions, outermost first; the last two are the tile's rows and columns. */
  private final List<Loop> loops;

  private StridedCopy(
      ElementType type, long[] sizes, long[] xStrides, long xStart, long[] yStrides, long yStart) {
    this.type = type;
    this.units = Units.of(type);
    long width = units.perElement();
    this.xStart = Math.toIntExact(xStart * width);
    this.yStart = Math.toIntExact(yStart * width);
    this.empty = Shape.elements(sizes) == 0;
    List<Loop> all = new ArrayList<>();
    for (int d = 0; d < sizes.length && !empty; d++) {
      add(all, sizes[d], xStrides[d] * width, yStrides[d] * width);
    }
    add(all, width, 1, 1);
    this.loops = all;
    while (loops.size() < 2) {
      loops.addFirst(new Loop(1, 0, 0));
    }
  }

  /**
   * A copy between two boxes; positions and strides count elements.
   *
   * @param sizes the box, in the order of the output's dimensions
   * @param xStart the element of the input where the box begins
   */
  public static StridedCopy of(
      ElementType type, long[] sizes, long[] xStrides, long xStart, long[] yStrides, long yStart) {
    return new StridedCopy(type, sizes, xStrides, xStart, yStrides, yStart);
  }

  /** A copy to a whole tensor of these sizes. */
  public static StridedCopy toWhole(ElementType type, long[] sizes, long[] xStrides, long xStart) {
    return of(type, sizes, xStrides, xStart, strides(sizes), 0);
  }

  /** The distances between neighbours along each dimension of a tensor. */
  public static long[] strides(long... sizes) {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride = Math.multiplyExact(stride, Math.max(1, sizes[d]));
    }
    return strides;
  }

  private static void add(List<Loop> loops, long size, long x, long y) {
    if (size == 1) {
      return;
    }
    Loop inner = new Loop(Math.toIntExact(size), Math.toIntExact(x), Math.toIntExact(y));
    if (!loops.isEmpty()) {
      Loop outer = loops.getLast();
      if (outer.x == x * size && outer.y == y * size) {
        loops.removeLast();
        inner = new Loop(Math.multiplyExact(outer.size, inner.size), inner.x, inner.y);
      }
    }
    loops.add(inner);
  }

  private boolean isOneRun() {
    Loop rows = loops.get(0);
    Loop columns = loops.get(1);
    return loops.size() == 2 && rows.size == 1 && (columns.size == 1 || isRun(columns));
  }

  private static boolean isRun(Loop loop) {
    return loop.size == 1 || (loop.x == 1 && loop.y == 1);
  }

  /**
   * The step that fills a whole output; declares it a view where it is one run of the input.
   *
   * @param input the node's input that the box is taken from
   * @param output the node's output, whose elements are exactly the box
   */
  public Step compile(CompileContext c, int input, int output) {
    int x = c.input(input);
    int y = c.output(output);
    long elements = Shape.elements(c.outputDims(output));
    if (isOneRun() && !empty) {
      int per = units.perArrayElement();
      long end = xStart + elements;
      boolean whole = elements % per == 0 || end == Shape.elements(c.dims(input));
      if (xStart % per == 0 && whole) {
        c.view(input, output, xStart / per);
      }
    }
    return units.clearingTail(y, elements, step(c, x, y));
  }

  /** The step that copies the box and leaves other elements alone. */
  public Step step(CompileContext c, int x, int y) {
    if (empty) {
      return f -> {};
    }
    if (isOneRun() && !units.isPacked()) {
      int n = loops.get(1).size;
      return Ranges.step(
          n,
          GRAIN,
          (f, from, to, w) -> Copies.copy(f, x, xStart + from, y, yStart + from, to - from));
    }
    Tiles tiles = new Tiles(units, ordered(), transposer(c), xStart, yStart);
    c.workerScratch(Storage.INTS, Math.max(1, tiles.outer.length));
    ParallelTask task = (f, t, w) -> tiles.run(f, x, y, t, w);
    int tasks = tiles.tasks();
    return f -> f.parallel(tasks, task);
  }

  private LayoutKernels transposer(CompileContext c) {
    return type.storage() == Storage.FLOATS ? KernelSets.of(c).layout() : null;
  }

  /** The loops with the best tile at the end: rows along which the input is contiguous. */
  private List<Loop> ordered() {
    List<Loop> ordered = new ArrayList<>(loops);
    Loop columns = ordered.removeLast();
    if (columns.x != 1 && columns.x != 0) {
      for (Loop loop : loops.subList(0, ordered.size())) {
        if (loop.x == 1) {
          ordered.remove(loop);
          ordered.add(loop);
          break;
        }
      }
    }
    ordered.add(columns);
    return ordered;
  }

  /** The box as two-dimensional tiles, which tasks take in order. */
  private static final class Tiles {
    private final Units units;
    private final LayoutKernels transposer;
    private final int xStart;
    private final int yStart;
    private final Loop[] outer;
    private final Loop rows;
    private final Loop columns;
    private final int tileRows;
    private final int tileColumns;
    private final int rowTiles;
    private final int columnTiles;
    private final int tiles;
    private final int tilesOfTask;

    Tiles(Units units, List<Loop> loops, LayoutKernels transposer, int xStart, int yStart) {
      this.units = units;
      this.transposer = transposer;
      this.xStart = xStart;
      this.yStart = yStart;
      this.outer = loops.subList(0, loops.size() - 2).toArray(Loop[]::new);
      this.rows = loops.get(loops.size() - 2);
      this.columns = loops.getLast();
      boolean transposed = rows.x == 1 && columns.x != 0;
      this.tileColumns = Math.min(columns.size, transposed ? TRANSPOSED_COLUMNS : GRAIN);
      this.tileRows = Math.clamp(GRAIN / tileColumns, 1, rows.size);
      this.rowTiles = ceilDiv(rows.size, tileRows);
      this.columnTiles = ceilDiv(columns.size, tileColumns);
      int boxes = 1;
      for (Loop loop : outer) {
        boxes = Math.multiplyExact(boxes, loop.size);
      }
      this.tiles = Math.multiplyExact(boxes, rowTiles * columnTiles);
      this.tilesOfTask = units.isPacked() ? tiles : Math.max(1, GRAIN / (tileRows * tileColumns));
    }

    private static int ceilDiv(int a, int b) {
      return Math.ceilDiv(a, b);
    }

    int tasks() {
      return ceilDiv(tiles, tilesOfTask);
    }

    void run(Frame f, int x, int y, int task, int worker) {
      int first = task * tilesOfTask;
      int last = (int) Math.min(tiles, (long) first + tilesOfTask);
      int[] index = f.workerInts(worker);
      int xAt = units.start(f, x) + xStart;
      int yAt = units.start(f, y) + yStart;
      int rest = first / (rowTiles * columnTiles);
      for (int d = outer.length - 1; d >= 0; d--) {
        index[d] = rest % outer[d].size;
        rest /= outer[d].size;
        xAt += index[d] * outer[d].x;
        yAt += index[d] * outer[d].y;
      }
      int row = first / columnTiles % rowTiles;
      int column = first % columnTiles;
      for (int tile = first; tile < last; tile++) {
        copyTile(f.array(x), xAt, f.array(y), yAt, row * tileRows, column * tileColumns);
        if (++column < columnTiles) {
          continue;
        }
        column = 0;
        if (++row < rowTiles) {
          continue;
        }
        row = 0;
        for (int d = outer.length - 1; d >= 0; d--) {
          xAt += outer[d].x;
          yAt += outer[d].y;
          if (++index[d] < outer[d].size) {
            break;
          }
          index[d] = 0;
          xAt -= outer[d].x * outer[d].size;
          yAt -= outer[d].y * outer[d].size;
        }
      }
    }

    private void copyTile(Object x, int xAt, Object y, int yAt, int row, int column) {
      int from = xAt + row * rows.x + column * columns.x;
      int to = yAt + row * rows.y + column * columns.y;
      int m = Math.min(tileRows, rows.size - row);
      int n = Math.min(tileColumns, columns.size - column);
      if (transposer != null && rows.x == 1 && columns.y == 1 && columns.x >= m && rows.y >= n) {
        transposer.transpose((float[]) x, from, columns.x, (float[]) y, to, rows.y, n, m);
      } else {
        units.copy(x, from, rows.x, columns.x, y, to, rows.y, columns.y, m, n);
      }
    }
  }
}
