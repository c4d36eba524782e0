/** The runtime with all operators and kernels: what a user requires. */
module io.sardonyx {
    requires transitive io.sardonyx.runtime;
    requires io.sardonyx.ops;
}
