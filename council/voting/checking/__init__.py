"""Counting again without trusting us: bundles, signed receipts, roots over what was recorded."""
