"""Zhiheng (制衡): collaboration of organs in criminal execution, and legal supervision of it."""

VERSION = "0.2.0"
