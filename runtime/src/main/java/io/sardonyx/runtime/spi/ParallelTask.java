package io.sardonyx.runtime.spi;

/**
 * The body of a parallel loop. Which worker runs a task must not influence the result: tasks depend
 * on shapes alone, never on the number of threads, so that results are the same bits for any
 * number.
 */
@FunctionalInterface
public interface ParallelTask {

  /**
   * Runs one task.
   *
   * @param f the frame
   * @param task the task's number, from 0
   * @param worker the running worker's number, from 0, for {@link Frame#workerFloats} and the like
   */
  void run(Frame f, int task, int worker);
}
