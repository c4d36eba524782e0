package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.NumberAccess;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Numbers as strings and back. Floats are written with as few digits as tell them from their
 * neighbours, as numpy does, which ONNX's reference follows: {@code 0.1}, {@code 1e-07}, {@code
 * nan}, {@code inf}. Read are plain and scientific notation, and NaN and INF in any case.
 */
final class NumberText {

  /** Numbers from here up to {@link #LARGE} are written without an exponent. */
  private static final double SMALL = 1e-4;

  private static final double LARGE = 1e16;

  private NumberText() {}

  /** The text of an element. */
  static String text(ElementType type, NumberAccess access, Object array, int i) {
    return switch (type) {
      case BOOL -> access.getLong(array, i) != 0 ? "True" : "False";
      case UINT64 -> Long.toUnsignedString(access.getLong(array, i));
      case DOUBLE -> {
        double x = access.getDouble(array, i);
        yield special(x) ? specialText(x) : text(x, new BigDecimal(Double.toString(x)));
      }
      case FLOAT16 -> {
        double x = access.getDouble(array, i);
        yield special(x) ? specialText(x) : text(x, shortest(x));
      }
      default -> {
        if (!type.isFloat()) {
          yield Long.toString(access.getLong(array, i));
        }
        float x = (float) access.getDouble(array, i);
        yield special(x) ? specialText(x) : text(x, new BigDecimal(Float.toString(x)));
      }
    };
  }

  private static boolean special(double x) {
    return Double.isNaN(x) || Double.isInfinite(x) || x == 0;
  }

  private static String specialText(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    boolean negative = Math.copySign(1, x) < 0;
    return (negative ? "-" : "") + (x == 0 ? "0.0" : "inf");
  }

  private static String text(double x, BigDecimal digits) {
    BigDecimal number = digits.stripTrailingZeros();
    if (Math.abs(x) >= SMALL && Math.abs(x) < LARGE) {
      String plain = number.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String unscaled = number.unscaledValue().abs().toString();
    int exponent = number.precision() - number.scale() - 1;
    return (x < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** The fewest digits that read as the same float16. */
  private static BigDecimal shortest(double x) {
    FloatFormat format = FloatFormats.of(ElementType.FLOAT16);
    BigDecimal exact = new BigDecimal(x);
    int code = format.encode((float) x);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (format.encode(rounded.floatValue()) == code) {
        return rounded;
      }
    }
  }

  /**
   * Reads a float.
   *
   * @throws NumberFormatException if the text is none
   */
  static float parseFloat(String text) {
    Double special = parseSpecial(text);
    return special != null ? special.floatValue() : Float.parseFloat(decimal(text));
  }

  /**
   * Reads a double.
   *
   * @throws NumberFormatException if the text is none
   */
  static double parseDouble(String text) {
    Double special = parseSpecial(text);
    return special != null ? special : Double.parseDouble(decimal(text));
  }

  private static Double parseSpecial(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /**
   * The text, if it has no letters but an exponent's: Java would read suffixes and hexadecimals.
   */
  private static String decimal(String text) {
    String decimal = text.strip();
    for (int i = 0; i < decimal.length(); i++) {
      char ch = decimal.charAt(i);
      if ((ch < '0' || ch > '9') && ".eE+-".indexOf(ch) < 0) {
        throw new NumberFormatException(text);
      }
    }
    return decimal;
  }

  /**
   * Reads an integer, or what is before the point of a decimal number; the upper bits of too large
   * ones are lost.
   *
   * @throws NumberFormatException if the text is none
   */
  static long parseLong(String text) {
    String decimal = decimal(text);
    try {
      return Long.parseLong(decimal);
    } catch (NumberFormatException e) {
      BigDecimal number = new BigDecimal(decimal);
      // Beyond this even the integer's digits would not fit into memory.
      if (number.precision() - (long) number.scale() > 400) {
        throw e;
      }
      return number.longValue();
    }
  }

  /**
   * Reads a truth value: true, false, or a number, which is true unless it is 0.
   *
   * @throws NumberFormatException if the text is none
   */
  static boolean parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> parseDouble(text) != 0;
    };
  }
}
