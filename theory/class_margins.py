"""The former address of :mod:`theory.linear.class_margins`."""

from theory.linear.class_margins import imbalance_curve

__all__ = ["imbalance_curve"]
