package io.sardonyx.runtime.spi;

/**
 * A short use of a kernel on small arrays, in all the ways in which steps use it. The JVM
 * interprets vector code hundreds of times slower than it runs once compiled, and compiles it anew
 * when it meets a branch that it has not seen; exercises before the first run spare that run both.
 * Equal exercises have the same code compiled.
 */
public interface Exercise {

  /** Uses the kernel a few times; takes about a millisecond before it is compiled. */
  void run();
}
