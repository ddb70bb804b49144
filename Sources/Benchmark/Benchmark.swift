// Benchmark
