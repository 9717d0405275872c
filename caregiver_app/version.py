"""The one place that says which version this is; the wheel reads it too."""

VERSION = "0.1.0"
