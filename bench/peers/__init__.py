"""What the benchmarks compare with: flat scripts and packages of other projects, each run in a process of its own."""
