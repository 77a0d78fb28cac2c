"""Real faults: a full disk, killed processes, damaged files, a wrong clock. Nothing may be lost, nothing be there twice."""
