package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The random numbers of one node: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) with
 * 53 bits a number. With a seed these are the numbers of ONNX's reference implementation, the same
 * in every run; without one they are new in every run, unless the model is loaded to be
 * deterministic. The state lies in the frame.
 */
public final class RandomSource {

  private static final int N = 624;
  private static final int M = 397;

  /** What models without seeds begin with if they have to be deterministic. */
  private static final int DEFAULT_SEED = 0;

  private final int state;
  private final boolean fixed;
  private final int seed;

  private RandomSource(int state, boolean fixed, int seed) {
    this.state = state;
    this.fixed = fixed;
    this.seed = seed;
  }

  /**
   * The numbers for a node that is being compiled.
   *
   * @param seed null if there is none
   */
  public static RandomSource of(CompileContext c, Integer seed) {
    return new RandomSource(
        c.scratch(Storage.INTS, N + 1),
        seed != null || c.options().deterministic(),
        seed == null ? DEFAULT_SEED : seed);
  }

  /** The seed that an attribute of type float gives; null if there is none. */
  public static Integer seed(Attributes a) {
    float seed = a.number("seed", Float.NaN);
    return Float.isNaN(seed) ? null : (Integer) (int) (long) seed;
  }

  /** Begins a run. */
  public void start(Frame f) {
    int[] s = f.ints(state);
    int at = f.offset(state);
    s[at] = fixed ? seed : ThreadLocalRandom.current().nextInt();
    for (int i = 1; i < N; i++) {
      int before = s[at + i - 1];
      s[at + i] = 1812433253 * (before ^ before >>> 30) + i;
    }
    s[at + N] = N;
  }

  /** A number from [0, 1). */
  public double nextDouble(Frame f) {
    int[] s = f.ints(state);
    int at = f.offset(state);
    int high = nextInt(s, at) >>> 5;
    int low = nextInt(s, at) >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  private static int nextInt(int[] s, int at) {
    if (s[at + N] == N) {
      twist(s, at);
      s[at + N] = 0;
    }
    int y = s[at + s[at + N]++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9D2C5680;
    y ^= y << 15 & 0xEFC60000;
    return y ^ y >>> 18;
  }

  private static void twist(int[] s, int at) {
    for (int i = 0; i < N; i++) {
      int y = s[at + i] & 0x80000000 | s[at + (i + 1) % N] & 0x7FFFFFFF;
      s[at + i] = s[at + (i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
    }
  }
}
