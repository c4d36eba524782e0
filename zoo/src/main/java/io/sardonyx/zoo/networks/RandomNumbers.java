package io.sardonyx.zoo.networks;

/**
 * Numbers that look random: SplitMix64, which gives the same bits on every machine, at about a
 * nanosecond each.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable
 *     pseudorandom number generators</a>
 */
final class RandomNumbers {

  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  RandomNumbers(long seed) {
    this.state = mix(seed);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  private long next() {
    state += GAMMA;
    return mix(state);
  }

  /** Evenly distributed from {@code low} to {@code high}. */
  double uniform(double low, double high) {
    return low + (high - low) * ((next() >>> 11) * 0x1p-53);
  }

  /**
   * Nearly normally distributed with mean 0 and variance 1: the sum of four evenly distributed
   * numbers of 16 bits.
   */
  double normal() {
    long bits = next();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum - 2 * 65535.0) * (Math.sqrt(3) / 65536);
  }
}
