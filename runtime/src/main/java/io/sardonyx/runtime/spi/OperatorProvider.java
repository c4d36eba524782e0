package io.sardonyx.runtime.spi;

/** A library of operators, found by {@link java.util.ServiceLoader}. */
public interface OperatorProvider {

  /** Registers all operators of the library. */
  void register(Registrar registrar);

  /** Takes registrations. */
  interface Registrar {

    /**
     * Registers an operator of the default domain, for all versions from {@code sinceVersion} up to
     * the operator's next registration.
     */
    default Registrar op(String name, int sinceVersion, OperatorFactory factory) {
      return op("", name, sinceVersion, factory);
    }

    /** Registers an operator of another domain. */
    Registrar op(String domain, String name, int sinceVersion, OperatorFactory factory);
  }
}
