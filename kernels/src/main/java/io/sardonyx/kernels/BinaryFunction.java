package io.sardonyx.kernels;

/**
 * Element-wise functions of two numbers. The doubles define them; kernels may round differently.
 */
public enum BinaryFunction {
  ADD {
    @Override
    public double apply(double x, double y) {
      return x + y;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x + y;
    }
  },
  SUB {
    @Override
    public double apply(double x, double y) {
      return x - y;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x - y;
    }
  },
  MUL {
    @Override
    public double apply(double x, double y) {
      return x * y;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x * y;
    }
  },
  DIV {
    @Override
    public double apply(double x, double y) {
      return x / y;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x / y;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.divideUnsigned(x, y);
    }
  },
  MIN {
    @Override
    public double apply(double x, double y) {
      return Math.min(x, y);
    }

    @Override
    public long applyInteger(long x, long y) {
      return Math.min(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.compareUnsigned(x, y) < 0 ? x : y;
    }
  },
  MAX {
    @Override
    public double apply(double x, double y) {
      return Math.max(x, y);
    }

    @Override
    public long applyInteger(long x, long y) {
      return Math.max(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.compareUnsigned(x, y) > 0 ? x : y;
    }
  },
  POW {
    @Override
    public double apply(double x, double y) {
      return Math.pow(x, y);
    }

    @Override
    public long applyInteger(long x, long y) {
      if (y >= 0) {
        return power(x, y);
      }
      if (x == 0) {
        throw new ArithmeticException("zero to a negative power");
      }
      // Everything else is a fraction, and truncated.
      return x == 1 ? 1 : x == -1 ? power(x, y & 1) : 0;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return power(x, y);
    }
  },
  /** The remainder with the sign of the dividend, as C's fmod. */
  FMOD {
    @Override
    public double apply(double x, double y) {
      return x % y;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x % y;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.remainderUnsigned(x, y);
    }
  },
  /** The remainder with the sign of the divisor, as Python's %. */
  MOD {
    @Override
    public double apply(double x, double y) {
      double r = x % y;
      return r != 0 && (r < 0) != (y < 0) ? r + y : r;
    }

    @Override
    public long applyInteger(long x, long y) {
      return Math.floorMod(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.remainderUnsigned(x, y);
    }
  },
  /** y times x where x is negative, else x. */
  PRELU {
    @Override
    public double apply(double x, double y) {
      return x < 0 ? x * y : x;
    }

    @Override
    public long applyInteger(long x, long y) {
      return x < 0 ? x * y : x;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return x;
    }
  };

  /** The function's value, with IEEE 754's rules for NaN, infinities and signed zeros. */
  public abstract double apply(double x, double y);

  /**
   * The function's value for integers: overflow wraps, division truncates towards zero.
   *
   * @throws ArithmeticException for a division by zero
   */
  public abstract long applyInteger(long x, long y);

  /** The same for integers without sign, all 64 bits of which count. */
  public long applyUnsigned(long x, long y) {
    return applyInteger(x, y);
  }

  /** x to the power of y, which has no sign. */
  private static long power(long x, long y) {
    long result = 1;
    long square = x;
    for (long rest = y; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
