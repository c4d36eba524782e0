package io.sardonyx.ops.matrix;

/**
 * How a product of m x k with packed k x n numbers is cut into tasks: blocks of rows, times groups
 * of panels. It follows from the sizes alone.
 *
 * @param rows rows of a block
 * @param rowBlocks number of blocks
 * @param panels panels of a group
 * @param panelGroups number of groups
 * @param panelsOutside whether tasks that follow each other share panels rather than rows
 */
record Blocking(int rows, int rowBlocks, int panels, int panelGroups, boolean panelsOutside) {

  /** Numbers of the left operand that stay in the second-level cache while panels pass by. */
  private static final int BLOCK_NUMBERS = 128 * 1024;

  /** Multiplications worth a task: some microseconds. */
  private static final long GRAIN = 256 * 1024;

  /** Tasks that keep a machine's cores busy evenly. */
  private static final int ENOUGH_TASKS = 32;

  /** Rows below which a product takes as long as reading its right operand. */
  private static final int MEMORY_BOUND_ROWS = 8;

  private static final int SMALLEST_BLOCK = 32;

  static Blocking of(int m, int k, int panelWidth, int panels, int batches) {
    int fitting = Math.max(SMALLEST_BLOCK, BLOCK_NUMBERS / Math.max(1, k));
    int rows = even(m, Math.min(fitting, Math.max(1, m)));
    long panelWork = (long) k * panelWidth * Math.max(rows, MEMORY_BOUND_ROWS);
    while (rows >= 2 * SMALLEST_BLOCK
        && (long) blocks(m, rows) * panels * batches < ENOUGH_TASKS
        && panelWork >= 2 * GRAIN) {
      rows = even(m, rows / 2);
      panelWork = (long) k * panelWidth * rows;
    }
    long wanted = panelWork == 0 ? panels : (GRAIN + panelWork - 1) / panelWork;
    int group = (int) Math.max(1, Math.min(panels, wanted));
    boolean panelsOutside = m <= (long) panels * panelWidth;
    if (!panelsOutside) {
      // Many rows: a block of them meets all panels while it is in the cache.
      while (group < panels
          && (long) blocks(m, rows) * blocks(panels, 2 * group) * batches >= 2 * ENOUGH_TASKS) {
        group = Math.min(panels, 2 * group);
      }
    }
    return new Blocking(rows, blocks(m, rows), group, blocks(panels, group), panelsOutside);
  }

  /** Blocks of at most about {@code most} rows, all of nearly one size and a multiple of 4. */
  private static int even(int m, int most) {
    int count = Math.max(1, blocks(m, most));
    return Math.max(1, (blocks(m, count) + 3) / 4 * 4);
  }

  private static int blocks(int length, int size) {
    return (length + size - 1) / size;
  }

  int tasks() {
    return rowBlocks * panelGroups;
  }

  /** The block of rows that a task computes. */
  int rowBlock(int task) {
    return panelsOutside ? task % rowBlocks : task / panelGroups;
  }

  /** The group of panels that a task computes. */
  int panelGroup(int task) {
    return panelsOutside ? task / rowBlocks : task % panelGroups;
  }
}
