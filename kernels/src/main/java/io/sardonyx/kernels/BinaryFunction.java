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
  },
  SUB {
    @Override
    public double apply(double x, double y) {
      return x - y;
    }
  },
  MUL {
    @Override
    public double apply(double x, double y) {
      return x * y;
    }
  },
  DIV {
    @Override
    public double apply(double x, double y) {
      return x / y;
    }
  },
  MIN {
    @Override
    public double apply(double x, double y) {
      return Math.min(x, y);
    }
  },
  MAX {
    @Override
    public double apply(double x, double y) {
      return Math.max(x, y);
    }
  },
  POW {
    @Override
    public double apply(double x, double y) {
      return Math.pow(x, y);
    }
  },
  /** The remainder with the sign of the dividend, as C's fmod. */
  FMOD {
    @Override
    public double apply(double x, double y) {
      return x % y;
    }
  },
  /** The remainder with the sign of the divisor, as Python's %. */
  MOD {
    @Override
    public double apply(double x, double y) {
      double r = x % y;
      return r != 0 && (r < 0) != (y < 0) ? r + y : r;
    }
  },
  /** y times x where x is negative, else x. */
  PRELU {
    @Override
    public double apply(double x, double y) {
      return x < 0 ? x * y : x;
    }
  };

  /** The function's value, with IEEE 754's rules for NaN, infinities and signed zeros. */
  public abstract double apply(double x, double y);
}
