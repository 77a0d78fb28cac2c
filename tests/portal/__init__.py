"""Tests of the room of persons and its pages."""
