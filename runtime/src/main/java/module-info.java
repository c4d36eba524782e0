/** The inference runtime: public API, graph representation, planning and execution. */
module io.sardonyx.runtime {
  requires transitive io.sardonyx.proto;

  exports io.sardonyx;
  exports io.sardonyx.runtime;
  exports io.sardonyx.runtime.importer;
  exports io.sardonyx.runtime.ir;
  exports io.sardonyx.runtime.passes;
  exports io.sardonyx.runtime.registry;
  exports io.sardonyx.runtime.spi;

  uses io.sardonyx.runtime.passes.PassProvider;
  uses io.sardonyx.runtime.spi.OperatorProvider;
}
