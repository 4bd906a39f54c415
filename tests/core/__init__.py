"""Tests of the app core."""
