package io.sardonyx.cli;

import io.sardonyx.conformance.OperatorTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the operators. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    description = "Lists the operators of the specification and which versions of them run.")
final class OpsCommand implements Callable<Integer> {

  @Option(names = "--markdown", description = "Prints the page docs/OPERATORS.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    OperatorTable table = OperatorTable.standard();
    System.out.print(markdown ? table.markdown() : table.text());
    return 0;
  }
}
