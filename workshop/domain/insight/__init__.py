"""What results mean: findings, charts, the power map and comparisons, made from releases alone."""
