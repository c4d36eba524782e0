package io.sardonyx.kernels;

/** Element-wise functions of one number. The doubles define them; kernels may round differently. */
public enum UnaryFunction {
  ABS {
    @Override
    public double apply(double x) {
      return Math.abs(x);
    }

    @Override
    public long applyInteger(long x) {
      return Math.abs(x);
    }
  },
  ACOS {
    @Override
    public double apply(double x) {
      return Math.acos(x);
    }
  },
  ACOSH {
    @Override
    public double apply(double x) {
      return Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1));
    }
  },
  ASIN {
    @Override
    public double apply(double x) {
      return Math.asin(x);
    }
  },
  ASINH {
    @Override
    public double apply(double x) {
      double a = Math.abs(x);
      double r =
          a > 1e8 ? Math.log(a) + Math.log(2) : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
      return Math.copySign(r, x);
    }
  },
  ATAN {
    @Override
    public double apply(double x) {
      return Math.atan(x);
    }
  },
  ATANH {
    @Override
    public double apply(double x) {
      return 0.5 * Math.log1p(2 * x / (1 - x));
    }
  },
  CEIL {
    @Override
    public double apply(double x) {
      return Math.ceil(x);
    }
  },
  COS {
    @Override
    public double apply(double x) {
      return Math.cos(x);
    }
  },
  COSH {
    @Override
    public double apply(double x) {
      return Math.cosh(x);
    }
  },
  ERF {
    @Override
    public double apply(double x) {
      return SpecialFunctions.erf(x);
    }
  },
  EXP {
    @Override
    public double apply(double x) {
      return Math.exp(x);
    }
  },
  FLOOR {
    @Override
    public double apply(double x) {
      return Math.floor(x);
    }
  },
  LOG {
    @Override
    public double apply(double x) {
      return Math.log(x);
    }
  },
  NEG {
    @Override
    public double apply(double x) {
      return -x;
    }

    @Override
    public long applyInteger(long x) {
      return -x;
    }
  },
  RECIPROCAL {
    @Override
    public double apply(double x) {
      return 1 / x;
    }
  },
  /** Rounds to the nearest integer, halves to the even one. */
  ROUND {
    @Override
    public double apply(double x) {
      return Math.rint(x);
    }
  },
  SIGMOID {
    @Override
    public double apply(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  },
  SIGN {
    @Override
    public double apply(double x) {
      return Math.signum(x);
    }

    @Override
    public long applyInteger(long x) {
      return Long.signum(x);
    }
  },
  SIN {
    @Override
    public double apply(double x) {
      return Math.sin(x);
    }
  },
  SINH {
    @Override
    public double apply(double x) {
      return Math.sinh(x);
    }
  },
  SOFTPLUS {
    @Override
    public double apply(double x) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
  },
  SOFTSIGN {
    @Override
    public double apply(double x) {
      return x / (1 + Math.abs(x));
    }
  },
  SQRT {
    @Override
    public double apply(double x) {
      return Math.sqrt(x);
    }
  },
  TAN {
    @Override
    public double apply(double x) {
      return Math.tan(x);
    }
  },
  TANH {
    @Override
    public double apply(double x) {
      return Math.tanh(x);
    }
  };

  /** The function's value, with IEEE 754's rules for NaN, infinities and signed zeros. */
  public abstract double apply(double x);

  /**
   * The function's value for an integer, truncated towards zero; the absolute value and the
   * negative of the least number wrap.
   */
  public long applyInteger(long x) {
    return (long) apply((double) x);
  }
}
