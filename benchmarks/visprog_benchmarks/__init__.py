"""The rendered world, the micro models' recipes and the benchmarks."""
